package dev.taskping.operator.launch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"evaluate", "a.b.c", "a-template-with-a-name-that-is-much-longer-than-a-job-may-be-called-at-all"
            })
    void anyTemplateGivesANameThatPodsCanCarry(String templateName) {
        assertThat(JobNames.of(templateName, "some-uid"))
                .isEqualTo(JobNames.of(templateName, "some-uid"))
                .isNotEqualTo(JobNames.of(templateName, "other-uid"))
                .matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?")
                .hasSizeLessThanOrEqualTo(57);
    }
}
