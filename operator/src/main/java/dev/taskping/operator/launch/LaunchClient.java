package dev.taskping.operator.launch;

import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchStatus;
import dev.taskping.operator.status.StatusPatch;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes Launches at the API server. Every write names the version that it is based on, so that the API server refuses
 * one of two concurrent writes.
 */
@ApplicationScoped
class LaunchClient {

    /** The field manager of the status without the confirmation. */
    static final String FIELD_MANAGER = "taskping-launch";

    /** The field manager of the confirmation. */
    static final String CONFIRMATION_MANAGER = "taskping-confirmation";

    private final KubernetesClient client;

    LaunchClient(KubernetesClient client) {
        this.client = client;
    }

    /** The newest version of a Launch, if it exists. */
    Optional<Launch> read(Launch launch) {
        return Optional.ofNullable(client.resources(Launch.class)
                        .inNamespace(launch.getMetadata().getNamespace())
                        .withName(launch.getMetadata().getName())
                        .get())
                .filter(found ->
                        found.getMetadata().getUid().equals(launch.getMetadata().getUid()));
    }

    /**
     * The other Launches of a template. Asks the API server: the cache may lack a decision that was recorded just now.
     */
    List<Launch> ofTemplate(Launch self, String template) {
        return client
                .resources(Launch.class)
                .inNamespace(self.getMetadata().getNamespace())
                .withLabel(WellKnownNames.TEMPLATE_LABEL, template)
                .list()
                .getItems()
                .stream()
                .filter(launch ->
                        !launch.getMetadata().getUid().equals(self.getMetadata().getUid()))
                .toList();
    }

    /** Adds the label with the template's name, by which the template's limits find the Launch; returns the labelled Launch. */
    Launch label(Launch launch, String template) {
        Map<String, String> labels = launch.getMetadata().getLabels();
        if (labels != null && template.equals(labels.get(WellKnownNames.TEMPLATE_LABEL))) {
            return launch;
        }
        Launch patch = new Launch();
        patch.setMetadata(new ObjectMetaBuilder()
                .withName(launch.getMetadata().getName())
                .withNamespace(launch.getMetadata().getNamespace())
                .withResourceVersion(launch.getMetadata().getResourceVersion())
                .addToLabels(WellKnownNames.TEMPLATE_LABEL, template)
                .build());
        patch.setSpec(launch.getSpec());
        return client.resource(patch).patch(serverSideApply(FIELD_MANAGER), patch);
    }

    /**
     * Writes the status without the confirmation.
     *
     * @throws KubernetesClientException with code 409 if the Launch has changed since it was read
     */
    Launch updateStatus(Launch launch, LaunchStatus status) {
        return write(launch, LaunchStatuses.withoutConfirmation(status), FIELD_MANAGER);
    }

    /**
     * Writes the confirmation.
     *
     * @throws KubernetesClientException with code 409 if the Launch has changed since it was read
     */
    Launch confirm(Launch launch, LaunchStatus.Confirmation confirmation) {
        return write(
                launch,
                new LaunchStatus(
                        null, null, null, null, null, null, null, null, null, null, null, Map.of(), confirmation),
                CONFIRMATION_MANAGER);
    }

    private Launch write(Launch launch, LaunchStatus status, String manager) {
        Launch patch = StatusPatch.of(new Launch(), launch, status);
        patch.getMetadata().setResourceVersion(launch.getMetadata().getResourceVersion());
        return client.resource(patch).subresource("status").patch(serverSideApply(manager), patch);
    }

    private static PatchContext serverSideApply(String manager) {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(true)
                .build();
    }
}
