package dev.taskping.operator.policy;

import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.channel.ChannelReference;
import dev.taskping.crds.notifiedtask.LogSettings;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.crds.notifiedtask.NotifiedTaskSpec;
import dev.taskping.crds.notifiedtask.NotifyEvent;
import dev.taskping.crds.notifiedtask.NotifyRule;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.NextLaunch;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides which NotifiedTasks match a Job, and combines them into one policy. Pure. */
public final class PolicyMatcher {

    /** The bytes of log if a NotifiedTask does not set {@code log.tail}, and for Jobs that only the label selects. */
    static final int DEFAULT_LOG_TAIL = 10 * 1024;

    /**
     * A NotifiedTask does not apply to Jobs that ended before it was created, or the first NotifiedTask of a namespace would
     * report every old Job in it. A Job and its NotifiedTask that are applied together may arrive in either order, hence a minute
     * of grace.
     */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private PolicyMatcher() {}

    /**
     * The policy for a Job.
     *
     * @param job the Job's metadata
     * @param ended when the Job ended, if it has
     * @param policies the NotifiedTasks of its namespace
     * @param access which channels may be used
     * @return empty if no NotifiedTask matches and the Job has no label
     */
    public static Optional<EffectivePolicy> effective(
            ObjectMeta job, @Nullable Instant ended, Stream<NotifiedTask> policies, ChannelAccess access) {
        List<EffectivePolicy.Rule> rules = new ArrayList<>();
        Set<NextLaunch> next = new LinkedHashSet<>();
        int logTail = 0;
        List<NotifiedTask> matching = policies.filter(policy -> matches(policy, job) && !isYounger(policy, ended))
                .sorted(Comparator.comparing(policy -> policy.getMetadata().getName()))
                .toList();
        for (NotifiedTask policy : matching) {
            NotifiedTaskSpec spec = policy.getSpec();
            spec.rules().forEach(rule -> rules.add(rule(policy, rule, access)));
            spec.next().forEach(launch -> next.add(new NextLaunch(launch.template(), launch.parameters())));
            logTail = Math.max(logTail, logTail(spec.log()));
        }
        String labelled = label(job, WellKnownNames.NOTIFY_LABEL);
        if (labelled != null && !labelled.isBlank()) {
            rules.add(new EffectivePolicy.Rule(
                    "label " + WellKnownNames.NOTIFY_LABEL,
                    EnumSet.of(NotifyEvent.FINISHED),
                    List.of(new ChannelKey(job.getNamespace(), labelled)),
                    List.of(),
                    null,
                    false));
            logTail = matching.isEmpty() ? DEFAULT_LOG_TAIL : logTail;
        }
        return rules.isEmpty()
                ? Optional.empty()
                : Optional.of(new EffectivePolicy(List.copyOf(rules), List.copyOf(next), logTail));
    }

    /** Whether this NotifiedTask matches that Job of its namespace. */
    public static boolean matches(NotifiedTask policy, ObjectMeta job) {
        NotifiedTaskSpec spec = policy.getSpec();
        if (spec.selector() != null) {
            return LabelSelectors.matches(spec.selector(), job.getLabels());
        }
        if (spec.jobRef() != null) {
            return spec.jobRef().name().equals(job.getName());
        }
        if (spec.cronJobRef() != null) {
            String cronJob = spec.cronJobRef().name();
            return owners(job)
                    .anyMatch(owner -> "CronJob".equals(owner.getKind())
                            && Boolean.TRUE.equals(owner.getController())
                            && cronJob.equals(owner.getName()));
        }
        String uid = policy.getMetadata().getUid();
        return spec.jobTemplate() != null
                && owners(job).anyMatch(owner -> owner.getUid().equals(uid));
    }

    private static boolean isYounger(NotifiedTask policy, @Nullable Instant ended) {
        String created = policy.getMetadata().getCreationTimestamp();
        return ended != null && created != null && Instant.parse(created).isAfter(ended.plus(GRACE));
    }

    private static EffectivePolicy.Rule rule(NotifiedTask policy, NotifyRule rule, ChannelAccess access) {
        String namespace = policy.getMetadata().getNamespace();
        List<ChannelKey> named = rule.channels().stream()
                .map(reference -> key(reference, namespace))
                .toList();
        List<ChannelKey> allowed = named.stream()
                .filter(channel -> access.allows(namespace, channel))
                .toList();
        List<ChannelKey> refused =
                named.stream().filter(channel -> !allowed.contains(channel)).toList();
        return new EffectivePolicy.Rule(
                policy.getMetadata().getName(),
                EnumSet.copyOf(rule.events()),
                allowed,
                refused,
                policy.getSpec().template(),
                policy.getSpec().isLive());
    }

    /** The channel that a reference in an object of {@code namespace} names. */
    public static ChannelKey key(ChannelReference reference, String namespace) {
        return new ChannelKey(Optional.ofNullable(reference.namespace()).orElse(namespace), reference.name());
    }

    private static int logTail(@Nullable LogSettings log) {
        Quantity tail = log == null ? null : log.tail();
        return tail == null ? DEFAULT_LOG_TAIL : Quantity.getAmountInBytes(tail).intValue();
    }

    private static @Nullable String label(ObjectMeta job, String name) {
        return job.getLabels() == null ? null : job.getLabels().get(name);
    }

    private static Stream<OwnerReference> owners(ObjectMeta job) {
        return Stream.ofNullable(job.getOwnerReferences()).flatMap(List::stream);
    }
}
