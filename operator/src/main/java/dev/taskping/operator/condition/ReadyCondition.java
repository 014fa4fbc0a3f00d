package dev.taskping.operator.condition;

import dev.taskping.crds.TaskPing;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A finding about a resource, to be shown as its condition {@code Ready}.
 *
 * @param ready whether it can be used
 * @param reason one CamelCase word
 * @param message a sentence with the object, the fault and the cure
 */
public record ReadyCondition(boolean ready, String reason, String message) {

    /** The API's limit for a condition's message. */
    private static final int LONGEST_MESSAGE = 32_768;

    /** It can be used. */
    public static ReadyCondition yes(String reason, String message) {
        return new ReadyCondition(true, reason, message);
    }

    /** It cannot be used. */
    public static ReadyCondition no(String reason, String message) {
        return new ReadyCondition(false, reason, message);
    }

    /** As a condition; the transition time stays where the status stays. */
    public Condition toCondition(long generation, List<Condition> before, Clock clock) {
        return condition(TaskPing.READY, ready, reason, message, generation, before, clock);
    }

    /** Any condition; the transition time stays where the status stays. */
    public static Condition condition(
            String type,
            boolean value,
            String reason,
            String message,
            long generation,
            List<Condition> before,
            Clock clock) {
        String status = value ? "True" : "False";
        String since = find(type, before)
                .filter(condition -> status.equals(condition.getStatus()))
                .map(Condition::getLastTransitionTime)
                .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE))
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build();
    }

    /** The condition of that type. */
    public static Optional<Condition> find(String type, List<Condition> conditions) {
        return conditions.stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }
}
