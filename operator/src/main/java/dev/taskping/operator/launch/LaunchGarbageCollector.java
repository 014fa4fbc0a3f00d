package dev.taskping.operator.launch;

import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchStatus;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.crds.launch.LaunchTemplateSpec;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.leadership.LeaderTask;
import dev.taskping.operator.relay.Tunnel;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Deletes Launches whose retention is over. It sends the result of the Launch's command to the relay once more, and deletes
 * nothing while the tunnel is closed: the relay would send a command without a result again, and that would create another
 * Launch. A Job that still exists, because somebody keeps it, is orphaned and not deleted.
 */
@ApplicationScoped
class LaunchGarbageCollector implements LeaderTask {

    private final KubernetesClient client;
    private final OperatorConfiguration configuration;
    private final Tunnel tunnel;
    private final Clock clock;

    LaunchGarbageCollector(KubernetesClient client, OperatorConfiguration configuration, Tunnel tunnel, Clock clock) {
        this.client = client;
        this.configuration = configuration;
        this.tunnel = tunnel;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "Garbage collection of Launches";
    }

    @Override
    public Duration initialDelay() {
        return interval();
    }

    @Override
    public void run() {
        if (!tunnel.isOpen()) {
            return;
        }
        Map<ResourceID, LaunchTemplateSpec> templates =
                list(LaunchTemplate.class).collect(Collectors.toMap(ResourceID::fromResource, LaunchTemplate::getSpec));
        list(Launch.class)
                .filter(launch -> LaunchRetention.isOver(
                        launch,
                        template(launch).map(templates::get).orElse(null),
                        configuration.launches().retain(),
                        clock.instant()))
                .forEach(this::delete);
    }

    @Override
    public Duration interval() {
        return configuration.launches().collectionInterval();
    }

    private void delete(Launch launch) {
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
