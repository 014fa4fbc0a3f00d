package dev.taskping.relay.platform.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Keeps a data directory to one relay at a time. A pod that is deleted has its successor before it has ended, on the same volume and
 * with process numbers of its own, so that PostgreSQL's lock file says nothing there. This is a lock of the operating system, which is
 * seen through containers and ends with the process that holds it.
 */
final class DirectoryLock implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DirectoryLock.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** A killed relay's lock ends a moment before the last process of its container. */
    private static final Duration LAST_BREATH = Duration.ofSeconds(1);

    private final FileChannel file;

    private DirectoryLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Waits until no other relay uses the directory.
     *
     * @throws IOException naming the directory, if one still does when patience has ended
     */
    static DirectoryLock acquire(Path directory, Duration patience) throws IOException {
        FileChannel file =
                FileChannel.open(directory.resolve("relay.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (isLocked(file)) {
                return new DirectoryLock(file);
            }
            LOG.infof("Another relay still uses %s; waiting for it to end", directory);
            long deadline = System.nanoTime() + patience.toNanos();
            while (!isLocked(file)) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("Another relay uses " + directory + " and did not end within "
                            + patience.toSeconds() + " s; end it, or give each a directory of its own");
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
            Thread.sleep(LAST_BREATH);
            return new DirectoryLock(file);
        } catch (InterruptedException e) {
            file.close();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while another relay uses " + directory, e);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // this very process holds it
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
