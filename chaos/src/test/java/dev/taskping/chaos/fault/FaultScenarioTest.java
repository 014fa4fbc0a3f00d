package dev.taskping.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a seed decides can be replayed. */
class FaultScenarioTest {

    private static final Duration WINDOW = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource
    void sameSeedGivesTheSameFaultsAtTheSameTimes(FaultScenario faultScenario) {
        List<ScheduledAction> strikes = faultScenario.strikes(new Random(7), WINDOW);

        assertThat(faultScenario.strikes(new Random(7), WINDOW)).isEqualTo(strikes);
        assertThat(strikes.isEmpty()).isEqualTo(faultScenario == FaultScenario.NONE);
        assertThat(strikes).allSatisfy(strike -> assertThat(strike.after()).isBetween(Duration.ZERO, WINDOW));
        if (faultScenario != FaultScenario.NONE) {
            assertThat(faultScenario.strikes(new Random(8), WINDOW)).isNotEqualTo(strikes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFaultIsFoundByItsName(FaultScenario faultScenario) {
        assertThat(FaultScenario.ofId(faultScenario.id())).isEqualTo(faultScenario);
    }
}
