package dev.taskping.operator.launch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.crds.GoDuration;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchLimits;
import dev.taskping.operator.Yaml;
import dev.taskping.operator.launch.decision.LaunchDecision.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LaunchLimitCheckTest {

    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");

    /** An earlier launch: how long ago it was approved, its phase, its GPU hours. */
    private static Launch earlier(String ago, String phase, double gpuHours) {
        Instant at = NOW.minus(GoDuration.parse(ago));
        return Yaml.read(
                """
                metadata: {name: cmd-1}
                spec: {templateRef: {name: evaluate}, requestedBy: {name: Mia, role: launcher}}
                status: {phase: %s, jobRef: {name: evaluate-%s}, approvedAt: '%s', gpuHours: %s}
                """
                        .formatted(phase, ago, at, gpuHours),
                Launch.class);
    }

    private static LaunchLimits limits(String yaml) {
        return Yaml.read(yaml, LaunchLimits.class);
    }

    private static GpuDemand demand(int gpus, @Nullable Duration deadline) {
        return new GpuDemand(gpus, deadline, List.of());
    }

    static Stream<Arguments> cases() {
        Launch running = earlier("2h", "Running", 8);
        Launch approved = earlier("1m", "Pending", 8);
        Launch done = earlier("2h", "Succeeded", 8);
        Launch failed = earlier("23h", "Failed", 8);
        Launch old = earlier("25h", "Succeeded", 8);
        Launch rejected = Yaml.read(
                "{spec: {templateRef: {name: evaluate}, requestedBy: {name: Mia, role: launcher}},"
                        + " status: {phase: Rejected, endedAt: '2026-05-04T11:59:59Z'}}",
                Launch.class);
        return Stream.of(
                Arguments.of("{}", List.of(running, approved), null),
                Arguments.of("{maxActive: 1}", List.of(), null),
                Arguments.of("{maxActive: 1}", List.of(done, failed, rejected), null),
                Arguments.of(
                        "{maxActive: 1}",
                        List.of(running),
                        "TooManyActive: evaluate already runs as Job evaluate-2h; limit maxActive 1; wait for it, or stop it"),
                Arguments.of(
                        "{maxActive: 1}",
                        List.of(approved),
                        "TooManyActive: evaluate already runs as Job evaluate-1m; limit maxActive 1; wait for it, or stop it"),
                Arguments.of("{maxActive: 3}", List.of(running, approved), null),
                Arguments.of(
                        "{maxActive: 2}",
                        List.of(running, approved),
                        "TooManyActive: evaluate already runs as Jobs evaluate-2h, evaluate-1m; limit maxActive 2;"
                                + " wait for one, or stop one"),
                Arguments.of("{cooldown: 1m}", List.of(approved, done), null),
                Arguments.of("{cooldown: 5m}", List.of(rejected), null),
                Arguments.of(
                        "{cooldown: 5m}",
                        List.of(approved, done),
                        "CoolingDown: evaluate was launched a moment ago by Mia as Job evaluate-1m; limit cooldown 5m;"
                                + " again from 2026-05-04 12:04 UTC, in 4 min"),
                Arguments.of("{perDay: 3}", List.of(done, failed, old, rejected), null),
                Arguments.of(
                        "{perDay: 2}",
                        List.of(failed, done, old),
                        "TooManyPerDay: evaluate was launched 2 times in the last 24 hours; limit perDay 2;"
                                + " again from 2026-05-04 13:00 UTC, in 1 h"),
                Arguments.of("{gpuHoursPerDay: 24}", List.of(done, failed, old), null),
                Arguments.of(
                        "{gpuHoursPerDay: 23.5}",
                        List.of(done, failed, old),
                        "TooManyGpuHours: evaluate may use 8 GPU hours (2 GPUs for at most 4 h), and 7.5 of 23.5 are left"
                                + " of the last 24 hours; limit gpuHoursPerDay 23.5; again from 2026-05-04 13:00 UTC,"
                                + " in 1 h, or earlier when a Job ends before its deadline"),
                Arguments.of(
                        "{gpuHoursPerDay: 7}",
                        List.of(),
                        "TooManyGpuHours: evaluate may use 8 GPU hours (2 GPUs for at most 4 h), more than the"
                                + " limit gpuHoursPerDay 7; ask for fewer GPUs or less time"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void launchBeyondALimitIsRefusedWithWhatToDo(String limits, List<Launch> earlier, @Nullable String expected) {
        Optional<Rejected> refusal =
                LaunchLimitCheck.refusal("evaluate", limits(limits), demand(2, Duration.ofHours(4)), earlier, NOW);
        assertThat(refusal.map(rejected -> rejected.reason() + ": " + rejected.message()))
                .isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void gpuHoursLimitNeedsADeadlineAndCountableGpus() {
        LaunchLimits budget = limits("{gpuHoursPerDay: 8}");
        assertThat(LaunchLimitCheck.fault(budget, demand(1, null)))
                .hasValueSatisfying(fault -> assertThat(fault).contains("write activeDeadlineSeconds"));
        assertThat(LaunchLimitCheck.fault(budget, demand(0, null))).isEmpty();
        assertThat(LaunchLimitCheck.fault(
                        budget, new GpuDemand(0, Duration.ofHours(1), List.of("nvidia.com/mig-1g.5gb"))))
                .hasValueSatisfying(fault -> assertThat(fault).contains("nvidia.com/mig-1g.5gb"));
        assertThat(LaunchLimitCheck.fault(null, demand(1, null))).isEmpty();
    }

    /** A launch of a history. */
    private record Past(Instant at, boolean active, double gpuHours) {

        Launch launch() {
            return Yaml.read(
                    """
                    spec: {templateRef: {name: evaluate}, requestedBy: {name: Mia, role: launcher}}
                    status: {phase: %s, jobRef: {name: j}, approvedAt: '%s', gpuHours: %s}
                    """
                            .formatted(active ? "Running" : "Failed", at, gpuHours),
                    Launch.class);
        }

        Past ended() {
            return new Past(at, false, gpuHours / 2);
        }
    }

    /** Whatever is asked for, whenever: nothing that was let through ever exceeded a limit. */
    @Test
    void limitsHoldInAnyHistory() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int maxActive = 1 + random.nextInt(4);
            Duration cooldown = Duration.ofMinutes(1 + random.nextInt(90));
            int perDay = 1 + random.nextInt(10);
            double budget = 4.0 + random.nextInt(60);
            LaunchLimits limits = new LaunchLimits(maxActive, cooldown.toMinutes() + "m", perDay, budget);
            List<Past> history = new ArrayList<>();
            Instant now = NOW;
            for (int step = 0; step < 100; step++) {
                now = now.plusSeconds(random.nextInt(7_200));
                GpuDemand demand = demand(random.nextInt(5), Duration.ofMinutes(1 + random.nextInt(240)));
                List<Launch> earlier = history.stream().map(Past::launch).toList();
                if (LaunchLimitCheck.refusal("evaluate", limits, demand, earlier, now)
                        .isPresent()) {
                    history.replaceAll(past -> random.nextInt(4) == 0 ? past.ended() : past);
                    continue;
                }
                if (!history.isEmpty()) {
                    assertThat(Duration.between(history.getLast().at(), now)).isGreaterThanOrEqualTo(cooldown);
                }
                history.add(new Past(now, true, demand.hours().orElseThrow()));
                Instant since = now.minus(Duration.ofHours(24));
                List<Past> day = history.stream()
                        .filter(past -> past.at().isAfter(since))
                        .toList();
                assertThat(history.stream().filter(Past::active)).hasSizeLessThanOrEqualTo(maxActive);
                assertThat(day).hasSizeLessThanOrEqualTo(perDay);
                assertThat(day.stream().mapToDouble(Past::gpuHours).sum()).isLessThanOrEqualTo(budget + 0.001);
            }
            assertThat(history).as("seed %d", seed).isNotEmpty();
        }
    }
}
