package dev.taskping.operator.background;

import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Repeats work on a virtual thread of its own until it is stopped. No exception ends it: it logs the first failure and every
 * 30th after that, retries with backoff, and logs that the work succeeds again.
 */
public final class BackgroundTask {

    /** How long {@link #stop()} waits for a run that does not react to its interruption. */
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    private static final Logger LOG = Logger.getLogger(BackgroundTask.class);
    private static final int LOGGED_FAILURES = 30;

    private final RepeatedWork work;
    private volatile boolean stopping;
    private @Nullable Thread thread;

    /** A task that is not started yet. */
    public BackgroundTask(RepeatedWork work) {
        this.work = work;
    }

    /** Starts the thread; does nothing if the task was started or stopped before. */
    public synchronized void start() {
        if (thread == null && !stopping) {
            thread = Thread.ofVirtual().name(work.name()).start(this::repeat);
        }
    }

    /** Has the task end, without waiting for it. */
    public synchronized void requestStop() {
        stopping = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Has the task end, and waits for that, but no longer than a second. */
    public void stop() {
        requestStop();
        awaitEnd(STOP_TIMEOUT);
    }

    /**
     * Waits until the task has ended after {@link #requestStop()}.
     *
     * @return whether it ended within the time
     */
    public boolean awaitEnd(Duration timeout) {
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running == null) {
            return true;
        }
        try {
            boolean ended = running.join(timeout);
            if (!ended) {
                LOG.warnf("%s did not stop within %d ms", work.name(), timeout.toMillis());
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void repeat() {
        try {
            Thread.sleep(work.initialDelay());
            for (int failures = 0; !stopping; ) {
                try {
                    work.run();
                    if (failures > 0) {
                        LOG.infof("%s succeeded after %d failed attempts", work.name(), failures);
                    }
                    failures = 0;
                    work.awaitNextRun();
                } catch (RuntimeException | Error e) { // work that ended with an error would never run again
                    if (stopping) { // an interrupted request ends with an exception
                        break;
                    }
                    failures++;
                    Duration pause = work.backoff().after(failures);
                    log(e, failures, pause);
                    Thread.sleep(pause);
                }
            }
        } catch (InterruptedException e) {
            LOG.debugf("%s was interrupted", work.name());
        }
        LOG.debugf("%s stopped", work.name());
    }

    private void log(Throwable failure, int failures, Duration pause) {
        boolean shown = failures % LOGGED_FAILURES == 1;
        LOG.logf(
                shown ? Logger.Level.WARN : Logger.Level.DEBUG,
                failure instanceof Error || !shown ? failure : null,
                "%s failed (attempt %d; the next one follows in %d ms): %s",
                work.name(),
                failures,
                pause.toMillis(),
                failure);
    }
}
