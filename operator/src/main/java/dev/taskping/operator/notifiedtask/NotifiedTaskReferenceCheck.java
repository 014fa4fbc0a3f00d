package dev.taskping.operator.notifiedtask;

import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.crds.notifiedtask.NotifiedTaskSpec;
import dev.taskping.operator.policy.ChannelAccess;
import dev.taskping.operator.policy.PolicyMatcher;
import dev.taskping.operator.status.ConditionFinding;
import dev.taskping.protocol.channel.ChannelKey;
import java.util.List;
import java.util.function.Predicate;

/** Checks whether everything that a NotifiedTask names exists, and whether what it asks for is allowed. Pure. */
final class NotifiedTaskReferenceCheck {

    private NotifiedTaskReferenceCheck() {}

    /**
     * The condition {@code Ready}; if it is false, its message names the first thing that is missing and says what to do.
     *
     * @param channelExists whether a channel exists
     * @param access whether the NotifiedTask's namespace may use a channel
     * @param templateExists whether a LaunchTemplate of that name exists in the same namespace
     * @param mayRetain whether the operator may retain Jobs until their end is recorded
     */
    static ConditionFinding of(
            NotifiedTask task,
            Predicate<ChannelKey> channelExists,
            ChannelAccess access,
            Predicate<String> templateExists,
            boolean mayRetain) {
        String namespace = task.getMetadata().getNamespace();
        NotifiedTaskSpec spec = task.getSpec();
        List<ChannelKey> channels = spec.rules().stream()
                .flatMap(rule -> rule.channels().stream())
                .map(reference -> PolicyMatcher.key(reference, namespace))
                .distinct()
                .toList();
        for (ChannelKey channel : channels) {
            if (!channelExists.test(channel)) {
                return ConditionFinding.no(
                        "ChannelNotFound",
                        "There is no NotificationChannel '" + channel.name() + "' in namespace '" + channel.namespace()
                                + "'; create it, or correct the name in spec.notify");
            }
            if (!access.allows(namespace, channel)) {
                return ConditionFinding.no(
                        "ChannelNotAllowed",
                        "NotificationChannel '" + channel + "' does not allow tasks of namespace '" + namespace
                                + "'; add '" + namespace
                                + "' to its spec.allowedNamespaces, or use a channel of your own namespace");
            }
        }
        for (var next : spec.next()) {
            if (!templateExists.test(next.template())) {
                return ConditionFinding.no(
                        "TemplateNotFound",
                        "There is no LaunchTemplate '" + next.template() + "' in namespace '" + namespace
                                + "'; create it, or correct the name in spec.next");
            }
        }
        if (spec.retains() && !mayRetain) {
            return ConditionFinding.no(
                    "RetentionNotAllowed",
                    "The operator may not put finalizers on Jobs, so none is retained; install the chart with"
                            + " operator.retainJobs.enabled=true, or remove spec.retainUntilNotified");
        }
        return ConditionFinding.yes("Watching", "Every channel and template it names exists");
    }
}
