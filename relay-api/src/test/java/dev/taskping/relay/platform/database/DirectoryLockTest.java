package dev.taskping.relay.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two relays never use a directory at the same time. */
class DirectoryLockTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    /** Another process that uses the directory until it is ended. */
    static final class Holder {

        private Holder() {}

        /** @param args the directory */
        public static void main(String[] args) throws IOException {
            DirectoryLock.acquire(Path.of(args[0]), SHORT);
            System.out.println("held");
            System.in.read();
        }
    }

    @Test
    void secondRelayIsRefusedWithTheReason() throws IOException {
        Process holder = hold();
        try {
            assertThatThrownBy(() -> DirectoryLock.acquire(directory, SHORT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Another relay uses " + directory);
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void secondRelayGetsTheLockWhenTheFirstIsKilled() throws Exception {
        Process holder = hold();
        CompletableFuture<DirectoryLock> second = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return DirectoryLock.acquire(directory, LONG);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                Thread::startVirtualThread);
        assertThat(second).isNotDone();
        holder.destroyForcibly().waitFor();
        second.get(LONG.toSeconds(), TimeUnit.SECONDS).close();
    }

    @Test
    void closedLockIsFree() throws IOException {
        DirectoryLock first = DirectoryLock.acquire(directory, SHORT);
        assertThatThrownBy(() -> DirectoryLock.acquire(directory, SHORT)).hasMessageContaining("Another relay");
        first.close();
        DirectoryLock.acquire(directory, SHORT).close();
    }

    private Process hold() throws IOException {
        Process holder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(holder.inputReader().readLine()).isEqualTo("held");
        return holder;
    }
}
