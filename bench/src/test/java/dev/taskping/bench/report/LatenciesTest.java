package dev.taskping.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private static final long MILLISECOND = 1_000_000;

    @Test
    void latencyStartsAtTheJobsOwnWrite() {
        Map<String, Long> written = new HashMap<>();
        Map<String, Long> heard = new HashMap<>();
        for (int job = 1; job <= 101; job++) {
            written.put("job-" + job, job * MILLISECOND);
            heard.put("job-" + job, 2 * job * MILLISECOND);
        }
        Latencies latencies = Latencies.of(written, heard);
        assertThat(latencies.p50()).isEqualTo(51);
        assertThat(latencies.p99()).isEqualTo(100);
        assertThat(latencies.slowest()).isEqualTo(101);
        assertThat(latencies.drained()).isEqualTo(101);
        assertThat(latencies.lost()).isZero();
    }

    @Test
    void foreignJobsAreIgnoredAndLostOnesCounted() {
        Latencies latencies = Latencies.of(
                Map.of("a", 10 * MILLISECOND, "b", 10 * MILLISECOND),
                Map.of("a", 9 * MILLISECOND, "warm-up", 99 * MILLISECOND));
        assertThat(latencies).isEqualTo(new Latencies(1, 1, -1, -1, -1, -1));
    }

    @Test
    void eachPeriodIsShownSeparately() {
        Map<String, Long> written = Map.of("a", 0L, "b", 999 * MILLISECOND, "c", 2_000 * MILLISECOND);
        Map<String, Long> heard =
                Map.of("a", 10 * MILLISECOND, "b", 1_009 * MILLISECOND, "c", 2_001 * MILLISECOND, "other", 1L);
        assertThat(Latencies.over(Duration.ofSeconds(1), written, heard))
                .containsExactly(
                        entry(Duration.ZERO, new Latencies(2, 0, 10, 10, 10, 10)),
                        entry(Duration.ofSeconds(2), new Latencies(1, 0, 1, 1, 1, 1)));
        assertThat(Latencies.over(Duration.ofSeconds(1), Map.of(), heard)).isEmpty();
    }

    @Test
    void unheardJobsGiveNoLatencies() {
        assertThat(Latencies.of(Map.of("a", 1L), Map.of())).isEqualTo(new Latencies(0, 1, 0, 0, 0, 0));
    }
}
