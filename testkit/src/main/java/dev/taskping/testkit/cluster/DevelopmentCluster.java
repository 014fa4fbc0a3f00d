package dev.taskping.testkit.cluster;

import dev.taskping.testkit.Repository;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole cluster with one node that runs pods, under a name. One that is up already is used as it is and left up, so that a
 * developer can keep it warm; otherwise it is started here and ended by {@link #close()}.
 *
 * <p>Tests that run at the same time need different names or different namespaces.
 */
public final class DevelopmentCluster implements AutoCloseable {

    private final String name;
    private final boolean startedHere;
    private final Path kubeconfig;
    private final KubernetesClient client;

    private DevelopmentCluster(String name, boolean startedHere) {
        this.name = name;
        this.startedHere = startedHere;
        this.kubeconfig = Path.of(ClusterProgram.run(List.of("kubeconfig", "--name", name)));
        this.client = ClusterClients.connect(kubeconfig);
    }

    /**
     * Has the cluster up: about 10 seconds, or minutes when its programs must be built first.
     *
     * @throws ClusterException with the end of the failing server's log, or with what the machine lacks
     */
    public static DevelopmentCluster up(String name) {
        boolean wasUp = ClusterProgram.run(List.of("status"))
                .lines()
                .anyMatch(line -> line.matches("\\Q" + name + "\\E\\s+\\S+\\s+ready\\s.*"));
        ClusterProgram.run(List.of("up", "--name", name));
        return new DevelopmentCluster(name, !wasUp);
    }

    /**
     * The cluster of this name, which must be up; {@link #close()} leaves it up.
     *
     * @throws ClusterException if it is not up, with the command that starts it
     */
    public static DevelopmentCluster existing(String name) {
        return new DevelopmentCluster(name, false);
    }

    /** A client with all rights; closed with this object. */
    public KubernetesClient client() {
        return client;
    }

    public Path kubeconfig() {
        return kubeconfig;
    }

    public String name() {
        return name;
    }

    /** Puts images, as OCI or docker archives, on the node; pods then need no registry. */
    public void load(List<Path> archives) {
        List<String> arguments = new ArrayList<>(List.of("load", "--name", name));
        archives.forEach(archive -> arguments.add(archive.toAbsolutePath().toString()));
        ClusterProgram.run(arguments);
    }

    /**
     * Runs a command that talks to this cluster and returns what it printed.
     *
     * @param command begins with {@code kubectl}, {@code helm}, or {@code enter} for a command inside the node (for instance
     *     to kill one of its servers; all of them are started again)
     * @throws ClusterException if it ends with another exit code than 0, with what it said
     */
    public String run(List<String> command) {
        List<String> arguments = new ArrayList<>(List.of(command.getFirst(), "--name", name));
        arguments.addAll(command.subList(1, command.size()));
        return ClusterProgram.run(arguments);
    }

    /** The root of the repository that this runs in. */
    public Path repository() {
        return Repository.root();
    }

    /** Applies manifests from the class path, and waits until definitions among them are served. */
    public void apply(List<String> resources) {
        ClusterClients.apply(client, resources);
    }

    @Override
    public void close() {
        client.close();
        if (startedHere) {
            ClusterProgram.run(List.of("down", "--name", name));
        }
    }
}
