package dev.taskping.operator.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchCreatorTest {

    @ParameterizedTest
    @ValueSource(strings = {"0b6d2f0e-7f0c-4a55-9d3c-2f7b7a9d1c11", "UPPER_case", "../../x", "", "ü"})
    void anyCommandIdGivesAValidName(String commandId) {
        assertThat(LaunchCreator.name(commandId)).matches("cmd-[a-z0-9]([a-z0-9-]*[a-z0-9])?");
    }
}
