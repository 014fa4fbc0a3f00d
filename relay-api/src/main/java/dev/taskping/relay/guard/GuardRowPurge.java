package dev.taskping.relay.guard;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/** Forgets what no longer counts. */
@ApplicationScoped
class GuardRowPurge {

    /** The longest window is an hour. */
    private static final Duration WINDOWS_AFTER = Duration.ofHours(2);

    private final Jdbi jdbi;
    private final RequestWindows windows;
    private final LockOuts lockOuts;

    GuardRowPurge(Jdbi jdbi, RequestWindows windows, LockOuts lockOuts) {
        this.jdbi = jdbi;
        this.windows = windows;
        this.lockOuts = lockOuts;
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        jdbi.useTransaction(handle -> {
            windows.forget(handle, WINDOWS_AFTER);
            lockOuts.forget(handle);
        });
    }
}
