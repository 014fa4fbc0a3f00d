package dev.taskping.testkit.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Starts the development cluster as k3s in Docker. Called by {@code hack/cluster/cluster up} where Docker runs; the container
 * outlives this program and is removed by {@code cluster down}.
 */
public final class K3sCluster {

    /** The same Kubernetes version as the cluster without Docker. {@code TASKPING_K3S_IMAGE} names another one. */
    private static final String DEFAULT_IMAGE = "rancher/k3s:v1.34.4-k3s1";

    // The image may have to be pulled first.
    private static final Duration START = Duration.ofMinutes(5);

    private K3sCluster() {}

    /**
     * Starts the container and writes {@code container} (its id) and {@code kubeconfig.yaml} into a folder.
     *
     * @param arguments the cluster's name and that folder
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("the arguments are the cluster's name and the folder for its files");
        }
        start(arguments[0], Path.of(arguments[1]));
        // Without the exit hooks: where Testcontainers runs without its reaper, it removes its containers by one of
        // them.
        Runtime.getRuntime().halt(0);
    }

    private static void start(String name, Path folder) throws IOException {
        String image = System.getenv().getOrDefault("TASKPING_K3S_IMAGE", DEFAULT_IMAGE);
        // Not closed: the container is to live on.
        @SuppressWarnings("resource")
        K3sContainer container = new K3sContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("rancher/k3s"))
                .withLabel("dev.taskping.cluster", name)
                .withStartupTimeout(START);
        container.start();
        Files.writeString(folder.resolve("container"), container.getContainerId());
        Path kubeconfig = Files.createFile(
                folder.resolve("kubeconfig.yaml"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(kubeconfig, container.getKubeConfigYaml());
    }
}
