package dev.taskping.operator.task.policy;

import dev.taskping.crds.NotificationChannel;
import dev.taskping.crds.NotifiedTask;
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
 * The NotifiedTasks and channels as the informers have them. The NotifiedTask controller lends its caches when it starts,
 * which is before anybody leads; there is no second copy.
 */
@ApplicationScoped
public class PolicyCatalog {

    private volatile Function<String, Stream<NotifiedTask>> policies = namespace -> Stream.empty();
    private volatile Function<ChannelKey, Optional<NotificationChannel>> channels = channel -> Optional.empty();

    /** Lends the caches: NotifiedTasks by namespace, channels by key. */
    public void use(
            Function<String, Stream<NotifiedTask>> policiesOfNamespace,
            Function<ChannelKey, Optional<NotificationChannel>> channelByKey) {
        this.policies = policiesOfNamespace;
        this.channels = channelByKey;
    }

    /**
     * The caches are emptied when the operator stops. From then on nobody gets an answer: an empty one would mean that
     * nobody wants to be told, and what ended in these milliseconds would be recorded in silence.
     */
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        policies = namespace -> {
            throw new IllegalStateException("The operator is stopping; the next one looks at namespace " + namespace);
        };
        channels = channel -> {
            throw new IllegalStateException("The operator is stopping; the next one looks at channel " + channel);
        };
    }

    /** What the policies say of a Job, which may have ended. */
    public Optional<Watch> watch(ObjectMeta job, @Nullable Instant ended) {
        return PolicyMatch.of(job, ended, policies.apply(job.getNamespace()), this::allows);
    }

    /** The NotifiedTasks that match a Job. */
    public Stream<NotifiedTask> matching(ObjectMeta job) {
        return policies.apply(job.getNamespace()).filter(policy -> PolicyMatch.matches(policy, job));
    }

    /** The channel of that name. */
    public Optional<NotificationChannel> channel(ChannelKey channel) {
        return channels.apply(channel);
    }

    /**
     * Whether tasks of a namespace may use a channel. One of the same namespace may be used before it exists: the relay
     * then says that it could not be told. One of another namespace has to say so itself.
     */
    public boolean allows(String namespace, ChannelKey channel) {
        return channel.namespace().equals(namespace)
                || channels.apply(channel)
                        .filter(other -> other.getSpec().allowedNamespaces().contains("*")
                                || other.getSpec().allowedNamespaces().contains(namespace))
                        .isPresent();
    }
}
