package dev.taskping.testkit.installation;

import dev.taskping.testkit.cluster.ClusterException;
import dev.taskping.testkit.cluster.DevelopmentCluster;
import java.util.ArrayList;
import java.util.List;

/** What a person would look at first when something did not happen. */
public final class Diagnosis {

    private Diagnosis() {}

    /** The state of the system as text; what cannot be read is said in its place. */
    public static String of(DevelopmentCluster cluster, String namespace) {
        return String.join(
                "\n",
                kubectl(cluster, "get", "pods", "-A", "-o", "wide"),
                kubectl(cluster, "get", "taskping,jobs", "-n", namespace, "-o", "wide"),
                kubectl(cluster, "get", "events", "-A", "--sort-by=.lastTimestamp"),
                logs(cluster, "operator"),
                logs(cluster, "operator", "--previous", "--ignore-errors"),
                logs(cluster, "relay"),
                logs(cluster, "relay", "--previous", "--ignore-errors"));
    }

    private static String logs(DevelopmentCluster cluster, String component, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "logs",
                "-n",
                Installation.SYSTEM_NAMESPACE,
                "-l",
                "app.kubernetes.io/component=" + component,
                "--tail=60",
                "--prefix"));
        arguments.addAll(List.of(options));
        return kubectl(cluster, arguments.toArray(String[]::new));
    }

    private static String kubectl(DevelopmentCluster cluster, String... arguments) {
        String title = "--- kubectl " + String.join(" ", arguments) + "\n";
        try {
            return title
                    + cluster.run(java.util.stream.Stream.concat(
                                    java.util.stream.Stream.of("kubectl"), java.util.Arrays.stream(arguments))
                            .toList());
        } catch (ClusterException e) {
            return title + e.getMessage();
        }
    }
}
