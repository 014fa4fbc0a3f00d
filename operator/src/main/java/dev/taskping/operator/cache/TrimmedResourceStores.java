package dev.taskping.operator.cache;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.taskping.crds.JobTemplate;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.channel.NotificationChannelSpec;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.crds.launch.LaunchTemplateSpec;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.crds.notifiedtask.NotifiedTaskSpec;
import dev.taskping.operator.configuration.OperatorConfiguration;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores for the operator SDK's informers that keep of a custom resource what is read from the cache. What is left is bounded by
 * the schema; annotations, labels and Job templates are not, and whoever needs those reads the object from the API server.
 *
 * <p>The SDK uses one store for all namespaces' informers, and each informer removes what it did not list. So there are stores
 * only for an operator that works in all namespaces; an operator with a list of namespaces keeps whole objects.
 */
@ApplicationScoped
public class TrimmedResourceStores {

    /** Replaces the empty map that each model object allocates for fields it does not know. */
    private static final Map<String, Object> NO_PROPERTIES = Map.of();

    /** Stands for a Job template in the cache: there is one, but it is not kept. */
    private static final JobTemplate NOT_KEPT = new JobTemplate(null, JsonNodeFactory.instance.objectNode());

    private final OperatorConfiguration configuration;

    TrimmedResourceStores(OperatorConfiguration configuration) {
        this.configuration = configuration;
    }

    /** NotifiedTasks, whose {@code jobTemplate} is present but empty. */
    public Optional<ItemStore<NotifiedTask>> notifiedTasks() {
        return store(TrimmedResourceStores::trim);
    }

    /** Channels, with the annotation that asks for a test message. */
    public Optional<ItemStore<NotificationChannel>> channels() {
        return store(channel -> {
            trimMetadata(channel);
            if (channel.getStatus() != null) {
                share(channel.getStatus().conditions());
            }
        });
    }

    /** Channels for whoever asks who may use them: only which namespaces may. */
    public Optional<ItemStore<NotificationChannel>> channelReferences() {
        return store(channel -> {
            trimMetadata(channel);
            channel.setSpec(withoutSettings(channel.getSpec()));
            channel.setStatus(null);
        });
    }

    /** LaunchTemplates, whose {@code jobTemplate} is present but empty. */
    public Optional<ItemStore<LaunchTemplate>> launchTemplates() {
        return store(TrimmedResourceStores::trim);
    }

    /** LaunchTemplates for whoever asks whether they exist. */
    public Optional<ItemStore<LaunchTemplate>> launchTemplateNames() {
        return store(template -> {
            trimMetadata(template);
            template.setSpec(null);
            template.setStatus(null);
        });
    }

    /** Launches. */
    public Optional<ItemStore<Launch>> launches() {
        return store(TrimmedResourceStores::trimMetadata);
    }

    private <R extends HasMetadata> Optional<ItemStore<R>> store(Consumer<R> trim) {
        return configuration.namespaces().isPresent() ? Optional.empty() : Optional.of(new TrimmingStore<>(trim));
    }

    /** Trims in place, before anybody else has the object. */
    private static final class TrimmingStore<R extends HasMetadata> extends BasicItemStore<R> {

        private final Consumer<R> trim;

        TrimmingStore(Consumer<R> trim) {
            super(Cache::metaNamespaceKeyFunc);
            this.trim = trim;
        }

        @Override
        public @Nullable R put(String key, R resource) {
            trim.accept(resource);
            return super.put(key, resource);
        }
    }

    static void trim(NotifiedTask task) {
        trimMetadata(task);
        if (task.getStatus() != null) {
            share(task.getStatus().conditions());
        }
        NotifiedTaskSpec spec = task.getSpec();
        if (spec != null && spec.jobTemplate() != null) {
            task.setSpec(new NotifiedTaskSpec(
                    spec.selector(),
                    spec.jobRef(),
                    spec.cronJobRef(),
                    NOT_KEPT,
                    spec.rules(),
                    spec.log(),
                    spec.message(),
                    spec.next(),
                    spec.retainUntilNotified()));
        }
    }

    private static NotificationChannelSpec withoutSettings(NotificationChannelSpec spec) {
        return new NotificationChannelSpec(
                spec.type(),
                null,
                spec.allowedNamespaces(),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    static void trim(LaunchTemplate template) {
        trimMetadata(template);
        if (template.getStatus() != null) {
            share(template.getStatus().conditions());
        }
        LaunchTemplateSpec spec = template.getSpec();
        if (spec != null) {
            template.setSpec(new LaunchTemplateSpec(
                    spec.description(),
                    spec.parameters(),
                    NOT_KEPT,
                    spec.access(),
                    spec.windows(),
                    spec.confirm(),
                    spec.limits(),
                    spec.retain()));
        }
    }

    /** Absent maps become empty ones: the SDK looks up an annotation without asking whether there are any. */
    static void trimMetadata(HasMetadata resource) {
        ObjectMeta metadata = resource.getMetadata();
        metadata.setAdditionalProperties(NO_PROPERTIES);
        metadata.setManagedFields(null);
        metadata.setLabels(Map.of());
        String test = metadata.getAnnotations() == null
                ? null
                : metadata.getAnnotations().get(WellKnownNames.SEND_TEST_ANNOTATION);
        metadata.setAnnotations(test == null ? Map.of() : Map.of(WellKnownNames.SEND_TEST_ANNOTATION, test));
        metadata.setNamespace(shared(metadata.getNamespace()));
        metadata.setCreationTimestamp(shared(metadata.getCreationTimestamp()));
        resource.setApiVersion(shared(resource.getApiVersion()));
    }

    /** Thousands of objects have the same conditions. */
    private static void share(List<Condition> conditions) {
        for (Condition condition : conditions) {
            condition.setAdditionalProperties(NO_PROPERTIES);
            condition.setType(shared(condition.getType()));
            condition.setStatus(shared(condition.getStatus()));
            condition.setReason(shared(condition.getReason()));
            condition.setMessage(shared(condition.getMessage()));
            condition.setLastTransitionTime(shared(condition.getLastTransitionTime()));
        }
    }

    /** The JVM's string pool drops strings that nobody references any more. */
    private static @Nullable String shared(@Nullable String text) {
        return text == null ? null : text.intern();
    }
}
