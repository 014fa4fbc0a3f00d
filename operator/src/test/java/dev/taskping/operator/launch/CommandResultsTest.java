package dev.taskping.operator.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.crds.launch.Launch;
import dev.taskping.operator.Yaml;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandResultsTest {

    /** Whoever may create Launches in a namespace chooses their names, and what they say of their cause. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "ml,     cmd-5a2e, 5a2e, ml",
                "attack, cmd-5a2e, 5a2e, attack",
                "attack, forged,   5a2e, -",
                "attack, cmd-5a2e, 77aa, -",
                "ml,     by-hand,  -,    -"
            })
    @Attack(
            by = Attacker.LAUNCH_AUTHOR,
            tries = "to report a result for a command by a Launch of another name",
            gets = "the operator sends no result, and every result with the Launch's own namespace")
    void aResultNamesTheLaunchsNamespaceAndBelongsToTheLaunchOfThatNameOnly(
            String namespace, String name, String commandId, String told) {
        Launch launch = Yaml.read(
                """
                metadata: {namespace: %s, name: %s}
                spec:
                  templateRef: {name: evaluate}
                  requestedBy: {name: Mia, role: launcher}
                  cause: {%s}
                status: {phase: Rejected, reason: JobRefused, message: see call-evil.example}
                """
                        .formatted(namespace, name, commandId == null ? "" : "commandId: '" + commandId + "'"),
                Launch.class);
        assertThat(CommandResults.of(launch).map(CommandResult::namespace)).isEqualTo(Optional.ofNullable(told));
    }
}
