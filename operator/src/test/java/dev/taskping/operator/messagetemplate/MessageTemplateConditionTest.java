package dev.taskping.operator.messagetemplate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.operator.status.ConditionFinding;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.relay.UndeliveredMessages.TemplateFault;
import dev.taskping.protocol.template.MessageTemplate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageTemplateConditionTest {

    private static final String GOOD = "{{task.name}}";

    private static TemplateFault fault(String template) {
        return new TemplateFault(
                UUID.randomUUID(),
                new TaskIdentity("Job", "ml", "train-7", "u1", Map.of()),
                "nightly",
                new ChannelKey("ml", "phone"),
                MessageTemplate.fingerprint(template),
                "the message is longer than 8192 characters",
                Instant.parse("2026-01-01T02:40:00Z"));
    }

    @Test
    void noTemplateGivesNoCondition() {
        assertThat(MessageTemplateCondition.of("NotifiedTask 'nightly'", null, List.of()))
                .isEmpty();
    }

    @Test
    void validTemplateGivesTrue() {
        assertThat(MessageTemplateCondition.of("NotifiedTask 'nightly'", GOOD, List.of()))
                .contains(ConditionFinding.yes("Valid", "Messages use the template"));
    }

    @Test
    void invalidTemplateNamesLineFaultAndCure() {
        assertThat(MessageTemplateCondition.of("NotifiedTask 'nightly'", "a\n{{#failed}}", List.of()))
                .contains(ConditionFinding.no(
                        "TemplateInvalid",
                        "spec.message.template of NotifiedTask 'nightly', line 2: the section 'failed' is not closed; add"
                                + " {{/failed}}; messages use the default text instead"));
    }

    @Test
    void failedTemplateNamesTheJob() {
        assertThat(MessageTemplateCondition.of("NotifiedTask 'nightly'", GOOD, List.of(fault(GOOD))))
                .contains(ConditionFinding.no(
                        "TemplateFailed",
                        "spec.message.template of NotifiedTask 'nightly' could not be used for Job 'train-7' at"
                                + " 2026-01-01T02:40:00Z: the message is longer than 8192 characters; messages use"
                                + " the default text instead"));
    }

    @Test
    void faultOfAnEarlierTemplateIsIgnored() {
        assertThat(MessageTemplateCondition.of("NotifiedTask 'nightly'", GOOD, List.of(fault("{{facts}}"))))
                .map(ConditionFinding::holds)
                .contains(true);
    }
}
