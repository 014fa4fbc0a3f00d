package dev.taskping.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaderTasksTest {

    private static final class BlockingTask implements LeaderTask {

        private final boolean enabled;
        private final boolean outlivesControllers;
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);

        BlockingTask(boolean enabled, boolean outlivesControllers) {
            this.enabled = enabled;
            this.outlivesControllers = outlivesControllers;
        }

        @Override
        public String name() {
            return "Task of a test";
        }

        @Override
        public boolean isEnabled() {
            return enabled;
        }

        @Override
        public void run() throws InterruptedException {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
        }

        @Override
        public Duration interval() {
            return Duration.ZERO;
        }

        @Override
        public boolean outlivesControllers() {
            return outlivesControllers;
        }

        boolean isStarted() {
            return started.getCount() == 0;
        }

        boolean isStopped() {
            return interrupted.getCount() == 0;
        }
    }

    private final BlockingTask ordinary = new BlockingTask(true, false);
    private final BlockingTask longLived = new BlockingTask(true, true);
    private final BlockingTask disabled = new BlockingTask(false, false);
    private final LeaderTasks tasks = new LeaderTasks(List.of(ordinary, longLived, disabled));

    @AfterEach
    void stop() {
        tasks.stopAfterControllers(new ShutdownEvent());
    }

    private void lead() {
        tasks.start(new LeadershipGained());
        await().until(() -> ordinary.isStarted() && longLived.isStarted());
    }

    @Test
    void leaderRunsEveryEnabledTask() {
        assertThat(ordinary.isStarted()).isFalse();

        lead();

        assertThat(disabled.isStarted()).isFalse();
    }

    @Test
    void lostLeadershipStopsEveryTask() {
        lead();

        tasks.leadershipLost(new LeadershipLost());

        assertThat(ordinary.isStopped()).isTrue();
        assertThat(longLived.isStopped()).isTrue();
    }

    @Test
    void shutdownStopsTasksThatControllersNeedLast() {
        lead();

        tasks.stopBeforeControllers(new ShutdownEvent());
        assertThat(ordinary.isStopped()).isTrue();
        assertThat(longLived.isStopped()).isFalse();

        tasks.stopAfterControllers(new ShutdownEvent());
        assertThat(longLived.isStopped()).isTrue();
    }

    @Test
    void leadershipGainedDuringShutdownStartsNothing() {
        tasks.stopBeforeControllers(new ShutdownEvent());

        tasks.start(new LeadershipGained());

        await().during(Duration.ofMillis(50)).until(() -> !ordinary.isStarted() && !longLived.isStarted());
    }
}
