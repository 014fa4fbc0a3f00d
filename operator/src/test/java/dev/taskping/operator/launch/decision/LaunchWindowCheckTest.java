package dev.taskping.operator.launch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.crds.launch.LaunchTemplateSpec;
import dev.taskping.crds.launch.LaunchWindow;
import dev.taskping.operator.Yaml;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchWindowCheckTest {

    private static LaunchTemplateSpec template(String windows) {
        return Yaml.read("{windows: " + windows + ", jobTemplate: {spec: {}}}", LaunchTemplateSpec.class);
    }

    /** 4 May 2026 is a Monday; clocks go forward in Berlin on 29 March, back on 25 October 2026. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "open",
            textBlock =
                    """
                    [{from: '08:00', to: '18:00'}]                                          | 2026-05-04T08:00:00Z | open
                    [{from: '08:00', to: '18:00'}]                                          | 2026-05-04T17:59:59Z | open
                    [{from: '08:00', to: '18:00'}]                                          | 2026-05-04T18:00:00Z | on Tue 5 May 08:00 (UTC), in 14 h
                    [{from: '08:00', to: '18:00'}]                                          | 2026-05-04T07:59:30Z | on Mon 4 May 08:00 (UTC), in 1 min
                    [{from: '08:00', to: '18:00', timeZone: Europe/Berlin}]                 | 2026-05-04T06:00:00Z | open
                    [{from: '08:00', to: '18:00', timeZone: Europe/Berlin}]                 | 2026-05-04T05:59:00Z | on Mon 4 May 08:00 (Europe/Berlin), in 1 min
                    [{from: '20:00', to: '06:00', days: [Mon]}]                             | 2026-05-05T05:59:00Z | open
                    [{from: '20:00', to: '06:00', days: [Mon]}]                             | 2026-05-04T05:59:00Z | on Mon 4 May 20:00 (UTC), in 14 h 1 min
                    [{from: '20:00', to: '06:00', days: [Mon]}]                             | 2026-05-05T06:00:00Z | on Mon 11 May 20:00 (UTC), in 6 d 14 h
                    [{days: [Sat, Sun]}]                                                    | 2026-05-03T23:59:59Z | open
                    [{days: [Sat, Sun]}]                                                    | 2026-05-04T00:00:00Z | on Sat 9 May 00:00 (UTC), in 5 d
                    [{days: [Sat, Sun]}, {from: '22:00'}]                                   | 2026-05-04T23:00:00Z | open
                    [{days: [Sat, Sun]}, {from: '22:00'}]                                   | 2026-05-04T21:00:00Z | on Mon 4 May 22:00 (UTC), in 1 h
                    [{from: '02:30', to: '03:30', timeZone: Europe/Berlin}]                 | 2026-03-29T01:00:00Z | on Sun 29 Mar 03:30 (Europe/Berlin), in 30 min
                    [{from: '02:30', to: '04:30', timeZone: Europe/Berlin}]                 | 2026-03-29T01:30:00Z | open
                    [{from: '01:30', to: '03:00', timeZone: Europe/Berlin}]                 | 2026-10-25T01:59:59Z | open
                    [{from: '00:00', to: '00:00'}]                                          | 2026-05-04T00:00:00Z | open
                    """)
    void closedTemplateIsRefusedWithItsNextOpening(String windows, Instant now, @Nullable String next) {
        var refusal = LaunchWindowCheck.refusal("evaluate", template(windows).windows(), now);
        if (next == null) {
            assertThat(refusal).isEmpty();
        } else {
            assertThat(refusal).hasValueSatisfying(rejected -> assertThat(rejected)
                    .isEqualTo(new LaunchDecision.Rejected(
                            "OutsideWindows",
                            "Template 'evaluate' cannot be launched at this hour; the next window opens " + next)));
        }
    }

    @Test
    void templateWithoutWindowsIsAlwaysOpen() {
        assertThat(LaunchWindowCheck.refusal("evaluate", null, Instant.EPOCH)).isEmpty();
    }

    @Test
    void unknownTimeZoneIsAFault() {
        var window = List.of(new LaunchWindow(null, null, null, "Europe/Berlim"));
        assertThat(LaunchWindowCheck.fault(window.getFirst()))
                .hasValueSatisfying(fault -> assertThat(fault).contains("'Europe/Berlim'", "Europe/Berlin"));
        assertThat(LaunchWindowCheck.refusal("evaluate", window, Instant.EPOCH))
                .hasValueSatisfying(rejected -> assertThat(rejected.reason()).isEqualTo("InvalidTemplate"));
    }
}
