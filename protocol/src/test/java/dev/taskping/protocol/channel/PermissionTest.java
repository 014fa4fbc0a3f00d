package dev.taskping.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionTest {

    /** Every role with all that it may do: a permission more or less is a decision that must be written here too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    VIEWER   | READ
                    LAUNCHER | READ LAUNCH MUTE
                    OPERATOR | READ LAUNCH MUTE CONTROL
                    ADMIN    | READ LAUNCH MUTE CONTROL ADMINISTER
                    """)
    void eachRoleHasExactlyItsPermissions(Role role, String allowed) {
        assertThat(Permission.of(role).stream().map(Permission::name).collect(Collectors.joining(" ")))
                .isEqualTo(allowed);
        assertThat(Arrays.stream(Permission.values()).filter(permission -> permission.isGivenTo(role)))
                .containsExactlyElementsOf(Permission.of(role));
    }
}
