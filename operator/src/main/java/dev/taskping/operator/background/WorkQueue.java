package dev.taskping.operator.background;

import dev.taskping.protocol.time.ExponentialBackoff;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Work by key, as in client-go's workqueue: a key is never worked on twice at the same time, is worked on again if it was
 * added meanwhile, and is retried with backoff until it succeeds. Each key has a virtual thread while it is in the queue,
 * so thousands may wait at the same time.
 */
public final class WorkQueue implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WorkQueue.class);
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(250), Duration.ofSeconds(5));

    private static final Duration POLL = Duration.ofMillis(10);

    /** The work for one key. It looks at the current state, not at the state when the key was added. */
    @FunctionalInterface
    public interface Work {

        /** Does the work; an unchecked exception has it retried. */
        void perform(String key) throws InterruptedException;
    }

    private final Work work;
    /** The keys in the queue, and whether each was added again since its work began. */
    private final Map<String, Boolean> keys = new ConcurrentHashMap<>();

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("job-", 0).factory());

    /** A queue for this work. */
    public WorkQueue(Work work) {
        this.work = work;
    }

    /** Adds a key; does nothing after {@link #close()}. */
    public void add(String key) {
        if (threads.isShutdown()) {
            return;
        }
        keys.compute(key, (same, again) -> {
            if (again == null) {
                threads.execute(() -> perform(key));
                return false;
            }
            return true;
        });
    }

    /** Whether the key is being worked on or waits for a retry. */
    public boolean contains(String key) {
        return keys.containsKey(key);
    }

    /** How many keys are being worked on or wait for a retry. */
    public int size() {
        return keys.size();
    }

    /**
     * Waits until the queue is empty.
     *
     * @return whether it became empty within the time
     */
    public boolean awaitEmpty(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!keys.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(POLL);
        }
        return keys.isEmpty();
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
                    keys.put(key, false);
                    work.perform(key);
                    failures = 0;
                    if (keys.computeIfPresent(key, (same, again) -> again ? true : null) == null) {
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
                            "Attempt %d for Job %s failed; the next one follows in %d ms: %s",
                            failures,
                            key,
                            pause.toMillis(),
                            e);
                    Thread.sleep(pause);
                }
            }
        } catch (InterruptedException e) {
            keys.remove(key);
        }
    }
}
