package dev.taskping.operator.task;

import dev.taskping.crds.NotifiedTask;
import dev.taskping.crds.NotifiedTaskSpec;
import dev.taskping.operator.condition.ReadyCondition;
import dev.taskping.operator.task.policy.ChannelAccess;
import dev.taskping.operator.task.policy.PolicyMatch;
import dev.taskping.protocol.channel.ChannelKey;
import java.util.List;
import java.util.function.Predicate;

/** Whether everything that a NotifiedTask names is there and what it asks for is allowed. Pure. */
final class ReferenceCheck {

    private ReferenceCheck() {}

    /**
     * Names the first thing that is missing, and the cure.
     *
     * @param channelExists whether there is such a channel
     * @param access whether the NotifiedTask's namespace may use it
     * @param templateExists whether there is a LaunchTemplate of that name in the same namespace
     * @param mayRetain whether the operator may keep Jobs until their end is recorded
     */
    static ReadyCondition of(
            NotifiedTask task,
            Predicate<ChannelKey> channelExists,
            ChannelAccess access,
            Predicate<String> templateExists,
            boolean mayRetain) {
        String namespace = task.getMetadata().getNamespace();
        NotifiedTaskSpec spec = task.getSpec();
        List<ChannelKey> channels = spec.rules().stream()
                .flatMap(rule -> rule.channels().stream())
                .map(reference -> PolicyMatch.key(reference, namespace))
                .distinct()
                .toList();
        for (ChannelKey channel : channels) {
            if (!channelExists.test(channel)) {
                return ReadyCondition.no(
                        "ChannelNotFound",
                        "There is no NotificationChannel '" + channel.name() + "' in namespace '" + channel.namespace()
                                + "'; create it, or correct the name in spec.notify");
            }
            if (!access.allows(namespace, channel)) {
                return ReadyCondition.no(
                        "ChannelNotAllowed",
                        "NotificationChannel '" + channel + "' does not allow tasks of namespace '" + namespace
                                + "'; add '" + namespace
                                + "' to its spec.allowedNamespaces, or use a channel of your own"
                                + " namespace");
            }
        }
        for (var next : spec.next()) {
            if (!templateExists.test(next.template())) {
                return ReadyCondition.no(
                        "TemplateNotFound",
                        "There is no LaunchTemplate '" + next.template() + "' in namespace '" + namespace
                                + "'; create it, or correct the name in spec.next");
            }
        }
        if (spec.retains() && !mayRetain) {
            return ReadyCondition.no(
                    "RetentionNotAllowed",
                    "The operator may not put finalizers on Jobs, so none is retained; install the chart with"
                            + " operator.retainJobs.enabled=true, or remove spec.retainUntilNotified");
        }
        return ReadyCondition.yes("Watching", "Every channel and template it names exists");
    }
}
