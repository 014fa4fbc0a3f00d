package dev.taskping.testkit.installation;

import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.testkit.cluster.DevelopmentCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * TaskPing in a cluster, installed by its chart as a user would, and the simulated providers in a namespace of their own.
 * Closing it ends the port forward; what is installed stays.
 */
public final class Installation implements AutoCloseable {

    /** Where the chart is installed. */
    public static final String SYSTEM_NAMESPACE = "taskping-system";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final DevelopmentCluster cluster;
    private final String namespace;
    private final LocalPortForward page;

    private Installation(DevelopmentCluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.page = client().services()
                .inNamespace(namespace)
                .withName("provider-simulators")
                .portForward(8080);
    }

    /**
     * Installs, or upgrades what is installed, and waits until everything is ready. The cluster must hold the images.
     *
     * @param namespace where the simulated providers, and the tasks that use them, are; created if missing
     * @throws IllegalStateException with Helm's own words, if it does not become ready
     */
    public static Installation install(DevelopmentCluster cluster, String namespace) {
        Helm.upgrade(cluster, SYSTEM_NAMESPACE, List.of());
        KubernetesClient client = cluster.client();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .serverSideApply();
        try (InputStream manifest = Objects.requireNonNull(
                Installation.class.getResourceAsStream("/installation/provider-simulators.yaml"))) {
            client.load(manifest).inNamespace(namespace).serverSideApply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName("provider-simulators")
                .waitUntilReady(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return new Installation(cluster, namespace);
    }

    /** A client with the rights of an administrator. */
    public KubernetesClient client() {
        return cluster.client();
    }

    /** The cluster it is in. */
    public DevelopmentCluster cluster() {
        return cluster;
    }

    /** Where the simulated providers and the tasks are. */
    public String namespace() {
        return namespace;
    }

    /** The simulated phone. */
    public Phone phone() {
        return new Phone(URI.create("http://127.0.0.1:" + page.getLocalPort()));
    }

    /** Applies a manifest file, or every {@code *.yaml} of a folder in the order of names. */
    public List<HasMetadata> apply(Path manifests) {
        try (var files = Files.walk(manifests)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .flatMap(file -> applyFile(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + manifests, e);
        }
    }

    private List<HasMetadata> applyFile(Path file) {
        try (InputStream manifest = Files.newInputStream(file)) {
            return client().load(manifest).inNamespace(namespace).serverSideApply();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** Waits until the provider was asked about a channel, whatever it answered. */
    public NotificationChannel awaitChannelChecked(String name) {
        return awaitChannel(name, List.of("Verified", "AwaitingPairing"));
    }

    /** Waits until a channel gives that reason for being ready or not, such as {@code Verified}. */
    public NotificationChannel awaitChannel(String name, String reason) {
        return awaitChannel(name, List.of(reason));
    }

    private NotificationChannel awaitChannel(String name, List<String> reasons) {
        return Awaitility.await("channel " + name + " to say " + String.join(" or ", reasons))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> client().resources(NotificationChannel.class)
                                .inNamespace(namespace)
                                .withName(name)
                                .require(),
                        channel -> channel.getStatus() != null
                                && channel.getStatus().conditions().stream()
                                        .anyMatch(condition -> reasons.contains(condition.getReason())));
    }

    /** Sends the pairing code of a channel from the phone, and waits until the channel is ready. */
    public void pairPhone(String channelName) {
        NotificationChannel channel = awaitChannel(channelName, "AwaitingPairing");
        Phone phone = phone();
        phone.say("/start " + channel.getStatus().pairing().getFirst().code(), null);
        awaitChannel(channelName, "Verified");
    }

    /**
     * Upgrades the release, or installs it anew, and waits until it is ready.
     *
     * @param values of the chart that differ from this installation's, such as {@code operator.retainJobs.enabled=true}
     */
    public void upgrade(String... values) {
        Helm.upgrade(cluster, SYSTEM_NAMESPACE, List.of(values));
    }

    /** Uninstalls the release; custom resources, the relay's records and the simulated providers stay. */
    public void uninstall() {
        Helm.uninstall(cluster, SYSTEM_NAMESPACE);
    }

    /** Changes how many replicas of {@code operator} or {@code relay} there are, and waits until it is so. */
    public void scale(String component, int replicas) {
        var deployment =
                client().apps().deployments().inNamespace(SYSTEM_NAMESPACE).withName("taskping-" + component);
        deployment.scale(replicas);
        if (replicas > 0) {
            deployment.waitUntilReady(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } else {
            Awaitility.await(component + " to be gone").atMost(PATIENCE).until(() -> client().pods()
                    .inNamespace(SYSTEM_NAMESPACE)
                    .withLabel("app.kubernetes.io/component", component)
                    .list()
                    .getItems()
                    .isEmpty());
        }
    }

    @Override
    public void close() {
        try {
            page.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot end a port forward", e);
        }
    }
}
