package dev.taskping.operator.cluster;

import dev.taskping.testkit.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An account for the operator that can be told apart from the test's own, with every right: as an administrator it would
 * pass the API server's queues by.
 *
 * @param controlPlane where it is
 * @param namespace of the account, which is its {@code default}
 */
record ServiceAccount(ControlPlane controlPlane, String namespace) {

    static ServiceAccount create(ControlPlane controlPlane, String namespace) {
        controlPlane
                .client()
                .resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                        .addNewSubject("", "ServiceAccount", "default", namespace)
                        .build())
                .create();
        return new ServiceAccount(controlPlane, namespace);
    }

    String userName() {
        return "system:serviceaccount:" + namespace + ":default";
    }

    /** A kubeconfig with its token, for an API server that is reached at that port of this machine. */
    Path kubeconfig(Path folder, int port) {
        try {
            String text = Files.readString(controlPlane.kubeconfig())
                    .replaceFirst("server: .*", "server: https://127.0.0.1:" + port)
                    .replaceFirst("token: .*", "token: " + token());
            return Files.writeString(Files.createTempFile(folder, "kubeconfig", ".yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String token() {
        return controlPlane
                .client()
                .serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }
}
