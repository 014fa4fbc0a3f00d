package dev.taskping.operator.task;

import dev.taskping.operator.relay.Backoff;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Work by key: never twice at once for the same key, again if the key was added meanwhile, and again after a pause if it
 * failed, for as long as it takes. Every key at work has a virtual thread, so thousands may wait at the same time.
 */
final class WorkQueue implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WorkQueue.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));

    private static final Duration POLL = Duration.ofMillis(10);

    /** The work for one key; looks at the present state of things, not at what was when the key was added. */
    @FunctionalInterface
    interface Work {
        void perform(String key) throws InterruptedException;
    }

    private final Work work;
    /** Whether a key at work has to be looked at again. */
    private final Map<String, Boolean> atWork = new ConcurrentHashMap<>();

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("job-", 0).factory());

    WorkQueue(Work work) {
        this.work = work;
    }

    /** Has the key looked at; after {@link #close()} nothing is begun any more. */
    void add(String key) {
        if (threads.isShutdown()) {
            return;
        }
        atWork.compute(key, (same, again) -> {
            if (again == null) {
                threads.execute(() -> perform(key));
                return false;
            }
            return true;
        });
    }

    boolean contains(String key) {
        return atWork.containsKey(key);
    }

    int size() {
        return atWork.size();
    }

    /**
     * Waits until nothing is at work.
     *
     * @return whether that came within the time
     */
    boolean awaitIdle(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!atWork.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(POLL);
        }
        return atWork.isEmpty();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void perform(String key) {
        int failures = 0;
        try {
            while (true) {
                try {
                    atWork.put(key, false);
                    work.perform(key);
                    failures = 0;
                    if (atWork.computeIfPresent(key, (same, again) -> again ? true : null) == null) {
                        return;
                    }
                } catch (RuntimeException e) {
                    if (threads.isShutdown()) {
                        return;
                    }
                    failures++;
                    Duration pause = BACKOFF.after(failures);
                    LOG.logf(
                            failures == 5 ? Logger.Level.WARN : Logger.Level.DEBUG,
                            "Job %s is looked at again in %d ms (attempt %d): %s",
                            key,
                            pause.toMillis(),
                            failures,
                            e);
                    Thread.sleep(pause.toMillis());
                }
            }
        } catch (InterruptedException e) {
            atWork.remove(key);
        }
    }
}
