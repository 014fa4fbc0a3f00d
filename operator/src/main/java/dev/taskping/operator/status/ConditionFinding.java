package dev.taskping.operator.status;

import dev.taskping.crds.WellKnownNames;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What the operator found out about a resource, before it becomes one of its conditions.
 *
 * @param holds whether the condition is true
 * @param reason one CamelCase word
 * @param message a sentence that names the object, what is wrong and what to do
 */
public record ConditionFinding(boolean holds, String reason, String message) {

    /** The API's limit for a condition's message. */
    private static final int LONGEST_MESSAGE = 32_768;

    /** The condition is true. */
    public static ConditionFinding yes(String reason, String message) {
        return new ConditionFinding(true, reason, message);
    }

    /** The condition is false. */
    public static ConditionFinding no(String reason, String message) {
        return new ConditionFinding(false, reason, message);
    }

    /** This finding as the condition {@code Ready}. */
    public Condition toReady(long generation, List<Condition> before, Clock clock) {
        return toCondition(WellKnownNames.READY, generation, before, clock);
    }

    /**
     * This finding as a condition.
     *
     * @param type the condition's type
     * @param generation the resource's generation that was looked at
     * @param before the resource's conditions; the transition time stays while the status stays
     */
    public Condition toCondition(String type, long generation, List<Condition> before, Clock clock) {
        String status = holds ? "True" : "False";
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

    /** The condition of that type, if there is one. */
    public static Optional<Condition> find(String type, List<Condition> conditions) {
        return conditions.stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }
}
