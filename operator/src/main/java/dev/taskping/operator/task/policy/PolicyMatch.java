package dev.taskping.operator.task.policy;

import dev.taskping.crds.ChannelReference;
import dev.taskping.crds.LogSettings;
import dev.taskping.crds.NotifiedTask;
import dev.taskping.crds.NotifiedTaskSpec;
import dev.taskping.crds.NotifyEvent;
import dev.taskping.crds.NotifyRule;
import dev.taskping.crds.TaskPing;
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

/** Decides which policies match a Job, and what they say together. */
public final class PolicyMatch {

    /** What LogSettings.tail is if a NotifiedTask does not say; also for Jobs watched by label alone. */
    static final int DEFAULT_LOG_TAIL = 10 * 1024;

    /**
     * Ends from before a policy was made are not told, or the first NotifiedTask of a namespace would tell of every old
     * Job in it. A Job and its NotifiedTask applied together may come in either order, hence a minute's grace.
     */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private PolicyMatch() {}

    /**
     * What the matching policies say.
     *
     * @param job the Job's metadata
     * @param ended when it ended, if it has
     * @param policies the NotifiedTasks of its namespace
     * @param access which channels may be used
     * @return empty if nobody watches the Job
     */
    public static Optional<Watch> of(
            ObjectMeta job, @Nullable Instant ended, Stream<NotifiedTask> policies, ChannelAccess access) {
        return ofMatching(job, ended, policies.filter(policy -> matches(policy, job)), access);
    }

    /** What policies say that are known to match. */
    static Optional<Watch> ofMatching(
            ObjectMeta job, @Nullable Instant ended, Stream<NotifiedTask> policies, ChannelAccess access) {
        List<Watch.Rule> rules = new ArrayList<>();
        Set<NextLaunch> next = new LinkedHashSet<>();
        int logTail = 0;
        List<NotifiedTask> matching = policies.filter(policy -> !isYounger(policy, ended))
                .sorted(Comparator.comparing(policy -> policy.getMetadata().getName()))
                .toList();
        for (NotifiedTask policy : matching) {
            NotifiedTaskSpec spec = policy.getSpec();
            spec.rules().forEach(rule -> rules.add(rule(policy, rule, access)));
            spec.next().forEach(launch -> next.add(new NextLaunch(launch.template(), launch.parameters())));
            logTail = Math.max(logTail, logTail(spec.log()));
        }
        String labelled = label(job, TaskPing.NOTIFY_LABEL);
        if (labelled != null && !labelled.isBlank()) {
            rules.add(new Watch.Rule(
                    "label " + TaskPing.NOTIFY_LABEL,
                    EnumSet.of(NotifyEvent.FINISHED),
                    List.of(new ChannelKey(job.getNamespace(), labelled)),
                    List.of(),
                    null,
                    false));
            logTail = matching.isEmpty() ? DEFAULT_LOG_TAIL : logTail;
        }
        return rules.isEmpty()
                ? Optional.empty()
                : Optional.of(new Watch(List.copyOf(rules), List.copyOf(next), logTail));
    }

    /** Whether this NotifiedTask watches that Job of its namespace. */
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

    /** Whether this NotifiedTask watches that Job, of which no labels are known: never if it selects by labels. */
    static boolean matchesByName(NotifiedTask policy, ObjectMeta job) {
        NotifiedTaskSpec spec = policy.getSpec();
        return spec.jobTemplate() != null
                ? policy.getMetadata().getName().equals(job.getName())
                : isDecidedByName(policy) && matches(policy, job);
    }

    /** Whether a Job's name and owners decide whether this NotifiedTask watches it. */
    static boolean isDecidedByName(NotifiedTask policy) {
        return policy.getSpec().selector() == null;
    }

    private static boolean isYounger(NotifiedTask policy, @Nullable Instant ended) {
        String created = policy.getMetadata().getCreationTimestamp();
        return ended != null && created != null && Instant.parse(created).isAfter(ended.plus(GRACE));
    }

    private static Watch.Rule rule(NotifiedTask policy, NotifyRule rule, ChannelAccess access) {
        String namespace = policy.getMetadata().getNamespace();
        List<ChannelKey> named = rule.channels().stream()
                .map(reference -> key(reference, namespace))
                .toList();
        List<ChannelKey> allowed = named.stream()
                .filter(channel -> access.allows(namespace, channel))
                .toList();
        List<ChannelKey> refused =
                named.stream().filter(channel -> !allowed.contains(channel)).toList();
        return new Watch.Rule(
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
