package dev.taskping.testkit.demo;

import dev.taskping.testkit.cluster.DevelopmentCluster;

/** Where to look after the demo. */
final class NextSteps {

    private NextSteps() {}

    static String to(DevelopmentCluster cluster, String namespace) {
        return """

                  export KUBECONFIG=%s
                  kubectl get taskping,jobs -n %2$s
                  kubectl port-forward -n %2$s service/provider-simulators 8080    # then open http://127.0.0.1:8080
                  make demo-down                                                   # removes all of it
                """
                .formatted(cluster.kubeconfig(), namespace);
    }
}
