package dev.taskping.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a seed decides can be replayed. */
class FaultTest {

    private static final Duration WINDOW = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource
    void theSameSeedStrikesTheSameBlowsAtTheSameMoments(Fault fault) {
        List<Strike> strikes = fault.strikes(new Random(7), WINDOW);

        assertThat(fault.strikes(new Random(7), WINDOW)).isEqualTo(strikes);
        assertThat(strikes.isEmpty()).isEqualTo(fault == Fault.NONE);
        assertThat(strikes).allSatisfy(strike -> assertThat(strike.after()).isBetween(Duration.ZERO, WINDOW));
        if (fault != Fault.NONE) {
            assertThat(fault.strikes(new Random(8), WINDOW)).isNotEqualTo(strikes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFaultIsFoundByItsName(Fault fault) {
        assertThat(Fault.ofId(fault.id())).isEqualTo(fault);
    }
}
