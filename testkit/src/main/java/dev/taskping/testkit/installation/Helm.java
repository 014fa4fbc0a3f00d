package dev.taskping.testkit.installation;

import dev.taskping.testkit.cluster.DevelopmentCluster;
import java.util.ArrayList;
import java.util.List;

/** Installs the chart of this repository with the images of this build, and removes it. */
final class Helm {

    private static final String RELEASE = "taskping";

    private Helm() {}

    /** @param values more of the chart's values, such as {@code operator.retainJobs.enabled=true} */
    static void upgrade(DevelopmentCluster cluster, String namespace, List<String> values) {
        List<String> command = new ArrayList<>(List.of(
                "helm",
                "upgrade",
                "--install",
                RELEASE,
                cluster.repository().resolve("charts/taskping").toString(),
                "--namespace=" + namespace,
                "--create-namespace",
                "--wait",
                "--timeout=4m",
                "--set=image.tag=dev",
                // The tag stays the same from build to build: this is what makes pods of an older build go.
                "--set-string=podAnnotations.images=" + Images.fingerprint(),
                // The simulated providers are at private addresses, as everything in a cluster is.
                "--set=relay.allowedPrivateHosts={provider-simulators.taskping-demo}"));
        values.forEach(value -> command.add("--set=" + value));
        cluster.run(command);
    }

    /** As a person would; returns when Helm and the chart's hooks are done. */
    static void uninstall(DevelopmentCluster cluster, String namespace) {
        cluster.run(List.of("helm", "uninstall", RELEASE, "--namespace=" + namespace, "--timeout=4m"));
    }
}
