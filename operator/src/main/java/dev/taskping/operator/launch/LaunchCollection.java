package dev.taskping.operator.launch;

import dev.taskping.crds.Launch;
import dev.taskping.crds.LaunchStatus;
import dev.taskping.crds.LaunchTemplate;
import dev.taskping.crds.LaunchTemplateSpec;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.leadership.LeadershipGained;
import dev.taskping.operator.relay.Tunnel;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Removes Launches that have been kept for long enough. The relay is told once more what became of the command, and nothing
 * is removed while it cannot be: a command that was not answered would come again and make another Launch. Jobs that are
 * left, because somebody keeps them, are orphaned, not deleted.
 */
@ApplicationScoped
class LaunchCollection {

    private static final Logger LOG = Logger.getLogger(LaunchCollection.class);

    private final KubernetesClient client;
    private final OperatorConfiguration configuration;
    private final Leadership leadership;
    private final Tunnel tunnel;
    private final Clock clock;
    private volatile @Nullable Thread collector;

    LaunchCollection(
            KubernetesClient client,
            OperatorConfiguration configuration,
            Leadership leadership,
            Tunnel tunnel,
            Clock clock) {
        this.client = client;
        this.configuration = configuration;
        this.leadership = leadership;
        this.tunnel = tunnel;
        this.clock = clock;
    }

    void start(@Observes LeadershipGained gained) {
        collector = Thread.ofVirtual().name("launch-collection").start(this::collectForever);
    }

    void stop(@Observes @Priority(2) ShutdownEvent event) {
        Thread running = collector;
        if (running != null) {
            running.interrupt();
        }
    }

    private void collectForever() {
        try {
            while (true) {
                Thread.sleep(configuration.launches().collectionInterval().toMillis());
                if (leadership.leads() && tunnel.isOpen()) {
                    collect();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Launches are no longer collected");
        }
    }

    private void collect() {
        try {
            Map<ResourceID, LaunchTemplateSpec> templates = list(LaunchTemplate.class)
                    .collect(Collectors.toMap(ResourceID::fromResource, LaunchTemplate::getSpec));
            list(Launch.class)
                    .filter(launch -> LaunchRetention.isOver(
                            launch,
                            template(launch).map(templates::get).orElse(null),
                            configuration.launches().retain(),
                            clock.instant()))
                    .forEach(this::remove);
        } catch (KubernetesClientException e) {
            LOG.infof("Old Launches are looked for again later: %s", e.getMessage());
        }
    }

    private void remove(Launch launch) {
        if (tunnel.isOpen()) {
            CommandResults.of(launch).ifPresent(tunnel::send);
            client.resource(launch)
                    .withPropagationPolicy(DeletionPropagation.ORPHAN)
                    .delete();
        }
    }

    private <T extends HasMetadata> Stream<T> list(Class<T> type) {
        List<String> namespaces = configuration.namespaces().orElse(List.of());
        return namespaces.isEmpty()
                ? client.resources(type).inAnyNamespace().list().getItems().stream()
                : namespaces.stream()
                        .flatMap(name -> client.resources(type).inNamespace(name).list().getItems().stream());
    }

    private static Optional<ResourceID> template(Launch launch) {
        return Optional.ofNullable(launch.getStatus())
                .map(LaunchStatus::templateRef)
                .map(reference ->
                        new ResourceID(reference.name(), launch.getMetadata().getNamespace()));
    }
}
