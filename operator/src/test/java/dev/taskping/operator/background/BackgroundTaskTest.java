package dev.taskping.operator.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.protocol.time.ExponentialBackoff;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackgroundTaskTest {

    private static final Duration SOON = Duration.ofMillis(10);
    private static final Duration NEVER = Duration.ofHours(1);

    private final AtomicInteger runs = new AtomicInteger();
    private final Semaphore wakeUps = new Semaphore(0);
    private final CountDownLatch gate = new CountDownLatch(1);
    private BackgroundTask task = new BackgroundTask(new Counter(Duration.ZERO, SOON));

    /** Counts its runs. */
    private class Counter implements RepeatedWork {

        private final Duration initialDelay;
        private final Duration interval;

        Counter(Duration initialDelay, Duration interval) {
            this.initialDelay = initialDelay;
            this.interval = interval;
        }

        @Override
        public String name() {
            return "Count";
        }

        @Override
        public Duration initialDelay() {
            return initialDelay;
        }

        @Override
        public void run() throws InterruptedException {
            runs.incrementAndGet();
        }

        @Override
        public Duration interval() {
            return interval;
        }

        @Override
        public ExponentialBackoff backoff() {
            return new ExponentialBackoff(SOON, SOON);
        }
    }

    @AfterEach
    void stop() {
        gate.countDown();
        task.stop();
    }

    private void start(RepeatedWork work) {
        task = new BackgroundTask(work);
        task.start();
    }

    @Test
    void workRepeatsUntilTheTaskIsStopped() {
        start(new Counter(Duration.ZERO, SOON));
        await().until(() -> runs.get() >= 3);

        task.stop();

        int stopped = runs.get();
        await().during(SOON.multipliedBy(5)).until(() -> runs.get() == stopped);
    }

    @Test
    void firstRunWaitsForTheInitialDelay() {
        start(new Counter(NEVER, SOON));
        await().during(SOON.multipliedBy(5)).until(() -> runs.get() == 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failedRunIsRepeated(boolean withError) {
        start(new Counter(Duration.ZERO, SOON) {
            @Override
            public void run() throws InterruptedException {
                super.run();
                if (runs.get() < 5) {
                    if (withError) {
                        throw new StackOverflowError("as a test wants it");
                    }
                    throw new IllegalStateException("as a test wants it");
                }
            }
        });
        await().until(() -> runs.get() >= 8);
    }

    @Test
    void failedRunIsRepeatedAfterTheBackoffNotAfterTheInterval() {
        start(new Counter(Duration.ZERO, NEVER) {
            @Override
            public void run() throws InterruptedException {
                super.run();
                if (runs.get() < 3) {
                    throw new IllegalStateException("as a test wants it");
                }
            }
        });
        await().until(() -> runs.get() == 3);
        await().during(SOON.multipliedBy(5)).until(() -> runs.get() == 3);
    }

    @Test
    void workThatIsWokenRunsBeforeItsInterval() {
        start(new Counter(Duration.ZERO, NEVER) {
            @Override
            public void awaitNextRun() throws InterruptedException {
                wakeUps.acquire();
            }
        });
        await().until(() -> runs.get() == 1);

        wakeUps.release();

        await().until(() -> runs.get() == 2);
    }

    @Test
    void stopInterruptsARunThatBlocks() {
        start(new Counter(Duration.ZERO, SOON) {
            @Override
            public void run() throws InterruptedException {
                super.run();
                gate.await();
            }
        });
        await().until(() -> runs.get() == 1);

        task.requestStop();

        assertThat(task.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(runs).hasValue(1);
    }

    @Test
    void stopDoesNotWaitForeverForARunThatIgnoresInterruption() {
        start(new Counter(Duration.ZERO, SOON) {
            @Override
            public void run() throws InterruptedException {
                super.run();
                awaitGateUninterruptibly();
            }
        });
        await().until(() -> runs.get() == 1);

        task.requestStop();

        assertThat(task.awaitEnd(SOON)).isFalse();
        gate.countDown();
        assertThat(task.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(runs).hasValue(1);
    }

    private void awaitGateUninterruptibly() {
        while (gate.getCount() > 0) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                // as if the work did not notice
            }
        }
    }

    @Test
    void stoppedTaskDoesNotStart() {
        task.stop();
        task.start();
        await().during(SOON.multipliedBy(5)).until(() -> runs.get() == 0);
    }
}
