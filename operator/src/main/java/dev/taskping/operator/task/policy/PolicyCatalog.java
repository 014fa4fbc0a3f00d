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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The NotifiedTasks and channels as the informers have them. The NotifiedTask controller lends its caches when it starts,
 * which is before anybody leads; there is no second copy.
 */
@ApplicationScoped
public class PolicyCatalog {

    private volatile Supplier<Stream<NotifiedTask>> all = Stream::empty;
    private volatile Function<String, Stream<NotifiedTask>> policies = namespace -> Stream.empty();
    private volatile Function<ChannelKey, Optional<NotificationChannel>> channels = channel -> Optional.empty();

    /** Lends the caches: NotifiedTasks, the same by namespace, channels by key. */
    public void use(
            Supplier<Stream<NotifiedTask>> allPolicies,
            Function<String, Stream<NotifiedTask>> policiesOfNamespace,
            Function<ChannelKey, Optional<NotificationChannel>> channelByKey) {
        this.all = allPolicies;
        this.policies = policiesOfNamespace;
        this.channels = channelByKey;
    }

    /**
     * The caches are emptied when the operator stops. From then on nobody gets an answer: an empty one would mean that
     * nobody wants to be told, and what ended in these milliseconds would be recorded in silence.
     */
    void stop(@Observes @Priority(2) ShutdownEvent event) {
        all = () -> {
            throw new IllegalStateException("The operator is stopping; the next one looks at every policy");
        };
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

    /**
     * What the policies say of a Job of which name and owner are known, but no labels. Those that select by labels are
     * left out.
     */
    public Optional<Watch> watchByName(ObjectMeta job, Instant ended) {
        return PolicyMatch.ofMatching(
                job,
                ended,
                policies.apply(job.getNamespace()).filter(policy -> PolicyMatch.matchesByName(policy, job)),
                this::allows);
    }

    /** The namespaces with a NotifiedTask that can be decided without labels. */
    public Set<String> namespacesWatchedByName() {
        return namespaces(PolicyMatch::isDecidedByName);
    }

    /** The namespaces with a NotifiedTask that watches a CronJob. */
    public Set<String> namespacesWatchedByCronJob() {
        return namespaces(policy -> policy.getSpec().cronJobRef() != null);
    }

    private Set<String> namespaces(Predicate<NotifiedTask> wanted) {
        return all.get()
                .filter(wanted)
                .map(policy -> policy.getMetadata().getNamespace())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The NotifiedTasks that match a Job. */
    public Stream<NotifiedTask> matching(ObjectMeta job) {
        return policies.apply(job.getNamespace()).filter(policy -> PolicyMatch.matches(policy, job));
    }

    /** The NotifiedTask of that name. */
    public Optional<NotifiedTask> task(String namespace, String name) {
        return policies.apply(namespace)
                .filter(task -> name.equals(task.getMetadata().getName()))
                .findFirst();
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
