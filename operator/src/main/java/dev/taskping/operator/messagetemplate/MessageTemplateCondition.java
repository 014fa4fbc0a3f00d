package dev.taskping.operator.messagetemplate;

import dev.taskping.operator.status.ConditionFinding;
import dev.taskping.protocol.relay.UndeliveredMessages.TemplateFault;
import dev.taskping.protocol.template.MessageTemplate;
import dev.taskping.protocol.template.TemplateException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a message template can be used, as the condition {@code Template}. Pure. */
public final class MessageTemplateCondition {

    /** The condition's type; an object without a template has none. */
    public static final String TYPE = "Template";

    private static final String INSTEAD = "; messages use the default text instead";

    private MessageTemplateCondition() {}

    /**
     * The condition of an object's template.
     *
     * @param object the object that contains it, such as {@code NotifiedTask 'nightly'}
     * @param template its text; absent if the object has none
     * @param faults the faults that the relay found in templates of that object, newest first
     * @return empty if the object has no template
     */
    public static Optional<ConditionFinding> of(String object, @Nullable String template, List<TemplateFault> faults) {
        if (template == null) {
            return Optional.empty();
        }
        try {
            MessageTemplate.parse(template);
        } catch (TemplateException e) {
            return Optional.of(ConditionFinding.no(
                    "TemplateInvalid", "spec.message.template of " + object + ", " + e.fault() + INSTEAD));
        }
        String fingerprint = MessageTemplate.fingerprint(template);
        return Optional.of(faults.stream()
                .filter(fault -> fault.fingerprint().equals(fingerprint))
                .findFirst()
                .map(fault -> ConditionFinding.no(
                        "TemplateFailed",
                        "spec.message.template of " + object + " could not be used for "
                                + fault.task().kind() + " '" + fault.task().name() + "' at " + fault.at() + ": "
                                + fault.fault() + INSTEAD))
                .orElseGet(() -> ConditionFinding.yes("Valid", "Messages use the template")));
    }
}
