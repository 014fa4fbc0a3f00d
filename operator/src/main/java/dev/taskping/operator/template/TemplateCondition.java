package dev.taskping.operator.template;

import dev.taskping.operator.condition.ReadyCondition;
import dev.taskping.protocol.relay.UndeliveredMessages.TemplateFault;
import dev.taskping.protocol.template.MessageTemplate;
import dev.taskping.protocol.template.TemplateException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a template can be used, as the condition {@code Template}. Pure. */
public final class TemplateCondition {

    /** The condition's type; an object without a template has none. */
    public static final String TYPE = "Template";

    private static final String INSTEAD = "; messages go out in the default words";

    private TemplateCondition() {}

    /**
     * What is known of a template.
     *
     * @param object what it stands in, such as {@code NotifiedTask 'nightly'}
     * @param template its text; absent without one
     * @param faults what the relay says of templates of that object, newest first
     */
    public static Optional<ReadyCondition> of(String object, @Nullable String template, List<TemplateFault> faults) {
        if (template == null) {
            return Optional.empty();
        }
        try {
            MessageTemplate.parse(template);
        } catch (TemplateException e) {
            return Optional.of(ReadyCondition.no(
                    "TemplateInvalid", "spec.message.template of " + object + ", " + e.fault() + INSTEAD));
        }
        String fingerprint = MessageTemplate.fingerprint(template);
        return Optional.of(faults.stream()
                .filter(fault -> fault.fingerprint().equals(fingerprint))
                .findFirst()
                .map(fault -> ReadyCondition.no(
                        "TemplateFailed",
                        "spec.message.template of " + object + " could not be used for "
                                + fault.task().kind() + " '" + fault.task().name() + "' at " + fault.at() + ": "
                                + fault.fault() + INSTEAD))
                .orElseGet(() -> ReadyCondition.yes("Valid", "Messages are worded as the template says")));
    }
}
