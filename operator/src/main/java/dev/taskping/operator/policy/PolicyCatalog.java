package dev.taskping.operator.policy;

import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.protocol.channel.ChannelKey;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The NotifiedTasks and channels in the informers' caches. The NotifiedTask controller attaches its caches at the start, before
 * any replica leads, so that there is one copy.
 */
@ApplicationScoped
public class PolicyCatalog {

    private volatile Function<String, Stream<NotifiedTask>> policies = namespace -> Stream.empty();
    private volatile Function<ChannelKey, Optional<NotificationChannel>> channels = channel -> Optional.empty();

    /** Attaches the caches: NotifiedTasks by namespace, channels by key. */
    public void attachCaches(
            Function<String, Stream<NotifiedTask>> policiesOfNamespace,
            Function<ChannelKey, Optional<NotificationChannel>> channelByKey) {
        this.policies = policiesOfNamespace;
        this.channels = channelByKey;
    }

    /**
     * The operator SDK empties the caches when the operator stops. From then on every lookup fails: an empty answer would mean
     * that nobody wants to be notified, and the relay would record Jobs that end in these milliseconds without a message.
     */
    void stop(@Observes @Priority(Leadership.BEFORE_OPERATOR_STOP + 1) ShutdownEvent event) {
        policies = namespace -> {
            throw new IllegalStateException(
                    "The operator is stopping; the next one reads the NotifiedTasks of namespace " + namespace);
        };
        channels = channel -> {
            throw new IllegalStateException("The operator is stopping; the next one reads channel " + channel);
        };
    }

    /**
     * The policy for a Job.
     *
     * @param ended when the Job ended, if it has
     * @return empty if no NotifiedTask matches and the Job has no label
     */
    public Optional<EffectivePolicy> effective(ObjectMeta job, @Nullable Instant ended) {
        return PolicyMatcher.effective(job, ended, policies.apply(job.getNamespace()), this::allows);
    }

    /** The NotifiedTasks that match a Job. */
    public Stream<NotifiedTask> matching(ObjectMeta job) {
        return policies.apply(job.getNamespace()).filter(policy -> PolicyMatcher.matches(policy, job));
    }

    /** The NotifiedTask of that name, if it exists. */
    public Optional<NotifiedTask> task(String namespace, String name) {
        return policies.apply(namespace)
                .filter(task -> name.equals(task.getMetadata().getName()))
                .findFirst();
    }

    /** The channel of that name, if it exists. */
    public Optional<NotificationChannel> channel(ChannelKey channel) {
        return channels.apply(channel);
    }

    /**
     * Whether tasks of a namespace may use a channel. They may use a channel of their own namespace even before it exists: the
     * relay then reports that it cannot notify it. A channel of another namespace has to allow it.
     */
    public boolean allows(String namespace, ChannelKey channel) {
        return channel.namespace().equals(namespace)
                || channels.apply(channel)
                        .filter(other -> other.getSpec().allowedNamespaces().contains("*")
                                || other.getSpec().allowedNamespaces().contains(namespace))
                        .isPresent();
    }
}
