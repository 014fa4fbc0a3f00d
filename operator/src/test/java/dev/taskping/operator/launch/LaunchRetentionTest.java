package dev.taskping.operator.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchTemplateSpec;
import dev.taskping.operator.Yaml;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchRetentionTest {

    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {phase: Succeeded, endedAt: '2026-05-03T11:00:00Z'} | {jobTemplate: {spec: {}}, retain: 24h} | 720 | true
                    {phase: Failed, endedAt: '2026-05-03T13:00:00Z'}    | {jobTemplate: {spec: {}}, retain: 24h} | 720 | false
                    {phase: Rejected, endedAt: '2026-05-03T11:00:00Z'}  | {jobTemplate: {spec: {}}, retain: 1h}  | 720 | true
                    {phase: Rejected, endedAt: '2026-05-03T13:00:00Z'}  | {jobTemplate: {spec: {}}, retain: 1h}  | 720 | false
                    {phase: Expired, endedAt: '2026-04-04T11:00:00Z'}   | {jobTemplate: {spec: {}}}              | 720 | true
                    {phase: Expired, endedAt: '2026-04-04T13:00:00Z'}   | {jobTemplate: {spec: {}}}              | 720 | false
                    {phase: Succeeded, endedAt: '2026-05-03T13:00:00Z'} | {jobTemplate: {spec: {}}}              | 1   | false
                    {phase: Succeeded}                                  | {jobTemplate: {spec: {}}}              | 720 | true
                    {phase: Running}                                    | {jobTemplate: {spec: {}}, retain: 24h} | 1   | false
                    {phase: Created}                                    | {jobTemplate: {spec: {}}, retain: 24h} | 1   | false
                    {phase: AwaitingConfirmation}                       | {jobTemplate: {spec: {}}, retain: 24h} | 1   | false
                    {phase: Pending}                                    | {jobTemplate: {spec: {}}, retain: 24h} | 1   | false
                    {}                                                  | {jobTemplate: {spec: {}}, retain: 24h} | 1   | false
                    """)
    void endedLaunchIsKeptForItsRetention(String status, String template, long otherwise, boolean over) {
        Launch launch = Yaml.read(
                "{metadata: {name: a, creationTimestamp: '2026-01-01T00:00:00Z'}, spec: {templateRef: {name: t},"
                        + " requestedBy: {name: Mia, role: launcher}}, status: " + status + "}",
                Launch.class);
        assertThat(LaunchRetention.isOver(
                        launch, Yaml.read(template, LaunchTemplateSpec.class), Duration.ofHours(otherwise), NOW))
                .isEqualTo(over);
    }
}
