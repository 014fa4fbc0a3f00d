package dev.taskping.testkit.installation;

import dev.taskping.testkit.cluster.DevelopmentCluster;
import java.util.List;

/** Installs the chart of this repository with the images of this build. */
final class Helm {

    private Helm() {}

    static void upgrade(DevelopmentCluster cluster, String namespace) {
        cluster.run(List.of(
                "helm",
                "upgrade",
                "--install",
                "taskping",
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
    }
}
