package dev.taskping.testkit.cluster;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Kubernetes control plane of its own: etcd, an API server and the controllers that Jobs live by (Job, CronJob, time to
 * live, garbage collection, namespaces, service accounts). No node: pods are made and stay Pending, tests write their status.
 *
 * <p>Started in about four seconds, by any user, on Linux. It ends when closed, and also when this JVM is killed.
 */
public final class ControlPlane implements AutoCloseable {

    private static final int END_SECONDS = 20;

    private final ClusterProgram program;
    private final Address address;
    private final KubernetesClient client;

    private ControlPlane(ClusterProgram program, Address address) {
        this.program = program;
        this.address = address;
        this.client = ClusterClients.connect(kubeconfig());
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @throws ClusterException with the end of the failing server's log
     */
    public static ControlPlane start() {
        return launch(List.of("control-plane"));
    }

    /**
     * As {@link #start()}, with more flags for the API server.
     *
     * @param flags such as {@code --watch-cache=false}
     */
    public static ControlPlane startWith(List<String> flags) {
        return launch(Stream.concat(Stream.of("control-plane"), flags.stream().map(flag -> "--api-server-flag=" + flag))
                .toList());
    }

    /** As {@link #start()}, without any controller: an API server that changes nothing by itself. */
    public static ControlPlane startWithoutControllers() {
        return launch(List.of("control-plane", "--no-controller-manager"));
    }

    private static ControlPlane launch(List<String> arguments) {
        ClusterProgram program = ClusterProgram.start(arguments);
        // Not closed here: closing it would close the pipe that the program may still write to.
        BufferedReader output = program.process().inputReader();
        String line;
        try {
            line = output.readLine();
        } catch (IOException e) {
            throw new ClusterException("the output of " + program + " could not be read", e);
        }
        if (line == null) {
            throw program.failure("ended before the control plane was ready");
        }
        return new ControlPlane(program, Serialization.unmarshal(line, Address.class));
    }

    /** A client with all rights; closed with the control plane. */
    public KubernetesClient client() {
        return client;
    }

    /** The path of a kubeconfig file with all rights, complete in itself. */
    public Path kubeconfig() {
        return Path.of(address.kubeconfig());
    }

    /** Where the servers' logs are: {@code apiserver.log}, {@code etcd.log}, {@code controller-manager.log}. */
    public Path logs() {
        return Path.of(address.logs());
    }

    /** {@code https://127.0.0.1:port}. */
    public String apiServer() {
        return address.apiServer();
    }

    /**
     * Kills the API server as {@code kill -9} does. It is started again at once, on the same port with the same data, and
     * takes requests some seconds later.
     */
    public void killApiServer() {
        Path file = Path.of(address.processes(), "apiserver.pid");
        try {
            long pid = Long.parseLong(Files.readString(file).strip());
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        } catch (IOException e) {
            throw new ClusterException("the API server's number could not be read from " + file, e);
        }
    }

    /** Whether the API server says that it is ready. */
    public boolean isReady() {
        try {
            return "ok".equals(client.raw("/readyz"));
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    /**
     * Makes a namespace that no other test uses.
     *
     * @param prefix of its name, such as {@code "ttl-"}
     * @return its name
     */
    public String createNamespace(String prefix) {
        Namespace namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withGenerateName(prefix)
                .endMetadata()
                .build();
        String name = client.resource(namespace).create().getMetadata().getName();
        // The API server refuses pods until the namespace has its service account.
        client.serviceAccounts()
                .inNamespace(name)
                .withName("default")
                .waitUntilCondition(Objects::nonNull, 20, TimeUnit.SECONDS);
        return name;
    }

    /** Applies manifests from the class path, and waits until definitions among them are served. */
    public void apply(List<String> resources) {
        ClusterClients.apply(client, resources);
    }

    @Override
    public void close() {
        client.close();
        Process process = program.process();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw program.failure("did not end within " + END_SECONDS + " s after its standard input was closed");
            }
        } catch (IOException e) {
            throw new ClusterException("the standard input of " + program + " could not be closed", e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private record Address(String kubeconfig, String apiServer, String logs, String processes) {}
}
