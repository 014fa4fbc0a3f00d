package dev.taskping.operator.leadership;

import dev.taskping.operator.background.BackgroundTask;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Runs every {@link LeaderTask} while this replica leads: starts them when it gains leadership, and stops them when it loses
 * leadership or shuts down.
 */
@ApplicationScoped
class LeaderTasks {

    /** How long all tasks together may take to stop. */
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    private static final Logger LOG = Logger.getLogger(LeaderTasks.class);

    private record Running(LeaderTask task, BackgroundTask thread) {}

    private final Iterable<LeaderTask> tasks;
    private final List<Running> running = new ArrayList<>();
    private boolean stopped;

    @Inject
    LeaderTasks(@Any Instance<LeaderTask> tasks) {
        this((Iterable<LeaderTask>) tasks);
    }

    LeaderTasks(Iterable<LeaderTask> tasks) {
        this.tasks = tasks;
    }

    synchronized void start(@Observes LeadershipGained gained) {
        if (stopped) {
            return;
        }
        for (LeaderTask task : tasks) {
            if (task.isEnabled()) {
                BackgroundTask thread = new BackgroundTask(task);
                running.add(new Running(task, thread));
                thread.start();
            }
        }
        LOG.infof("This replica leads and runs %d tasks", running.size());
    }

    /** Before anything else: what is under way may still be reported, but nothing new begins. */
    void leadershipLost(@Observes @Priority(1) LeadershipLost lost) {
        stop(task -> true);
    }

    /** Before the operator SDK stops its controllers and empties its caches. */
    void stopBeforeControllers(@Observes @Priority(Leadership.BEFORE_OPERATOR_STOP) ShutdownEvent event) {
        stop(task -> !task.outlivesControllers());
    }

    void stopAfterControllers(@Observes @Priority(Leadership.AFTER_OPERATOR_STOP) ShutdownEvent event) {
        stop(task -> true);
    }

    private synchronized void stop(Predicate<LeaderTask> which) {
        stopped = true;
        List<Running> ending =
                running.stream().filter(each -> which.test(each.task())).toList();
        ending.forEach(each -> each.thread().requestStop());
        long end = System.nanoTime() + STOP_TIMEOUT.toNanos();
        ending.forEach(each -> each.thread().awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
        running.removeAll(ending);
    }
}
