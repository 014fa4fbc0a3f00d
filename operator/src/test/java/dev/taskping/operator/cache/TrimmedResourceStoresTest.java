package dev.taskping.operator.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.operator.Yaml;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrimmedResourceStoresTest {

    private static final String METADATA =
            """
            metadata:
              name: train
              namespace: ml
              uid: u
              generation: 3
              labels: {team: vision}
              annotations: {kubectl.kubernetes.io/last-applied-configuration: long, %s: now}
              managedFields: [{manager: kubectl}]
            """
                    .formatted(WellKnownNames.SEND_TEST_ANNOTATION);

    private static final String JOB =
            "jobTemplate: {metadata: {labels: {a: b}}, spec: {template: {spec: {containers: [{name: a, image: b}]}}}}";

    @Test
    void jobTemplatesOfNotifiedTasksAreKnownButNotKept() {
        NotifiedTask task = Yaml.read(
                "apiVersion: taskping.dev/v1alpha1\nkind: NotifiedTask\n" + METADATA + "spec:\n  " + JOB
                        + "\n  notify: [{channels: [{name: hook}]}]\n  next: [{template: evaluate}]",
                NotifiedTask.class);

        TrimmedResourceStores.trim(task);

        assertThat(task.getSpec().jobTemplate()).isNotNull().satisfies(template -> {
            assertThat(template.metadata()).isNull();
            assertThat(template.spec()).isEmpty();
        });
        assertThat(task.getSpec().rules()).hasSize(1);
        assertThat(task.getSpec().next()).hasSize(1);
    }

    @Test
    void jobTemplatesOfLaunchTemplatesAreNotKept() {
        LaunchTemplate template = Yaml.read(
                "apiVersion: taskping.dev/v1alpha1\nkind: LaunchTemplate\n" + METADATA + "spec:\n  description: d\n  "
                        + JOB,
                LaunchTemplate.class);

        TrimmedResourceStores.trim(template);

        assertThat(template.getSpec().jobTemplate().spec()).isEmpty();
        assertThat(template.getSpec().description()).isEqualTo("d");
    }

    @Test
    void onlyMetadataThatIsReadIsKept() {
        NotificationChannel channel = Yaml.read(
                "apiVersion: taskping.dev/v1alpha1\nkind: NotificationChannel\n" + METADATA + "spec: {type: webhook}",
                NotificationChannel.class);

        TrimmedResourceStores.trimMetadata(channel);

        assertThat(channel.getMetadata().getAnnotations())
                .containsExactly(Map.entry(WellKnownNames.SEND_TEST_ANNOTATION, "now"));
        assertThat(channel.getMetadata().getLabels()).isNullOrEmpty();
        assertThat(channel.getMetadata().getManagedFields()).isNullOrEmpty();
        assertThat(channel.getMetadata().getGeneration()).isEqualTo(3);
    }

    @Test
    void clientNeitherReadsNorWritesManagedFields() throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        new ManagedFieldsFilter().customize(mapper);

        Secret secret = mapper.readValue(
                """
                {"kind": "Secret", "metadata": {"name": "a", "managedFields": [{"manager": "kubectl"}], "other": 1}}""",
                Secret.class);

        assertThat(secret.getMetadata().getManagedFields()).isNullOrEmpty();
        assertThat(secret.getMetadata().getAdditionalProperties()).containsOnlyKeys("other");
        assertThat(mapper.writeValueAsString(secret)).doesNotContain("managedFields");
    }
}
