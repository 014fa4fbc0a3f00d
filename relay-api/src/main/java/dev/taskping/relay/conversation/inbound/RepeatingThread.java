package dev.taskping.relay.conversation.inbound;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A thread that repeats its work with pauses until it is stopped. */
final class RepeatingThread {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private volatile @Nullable Thread thread;

    /**
     * Starts.
     *
     * @param round what is done; throws nothing
     * @param end done last, in the same thread
     */
    void start(String name, Duration pause, Runnable round, Runnable end) {
        thread = Thread.ofVirtual().name(name).start(() -> {
            try {
                while (true) {
                    round.run();
                    Thread.sleep(pause);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                end.run();
            }
        });
    }

    /** Stops, and waits a while for the end. */
    void stop() throws InterruptedException {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            running.join(PATIENCE);
        }
    }
}
