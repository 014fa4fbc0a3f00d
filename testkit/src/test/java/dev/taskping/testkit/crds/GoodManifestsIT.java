package dev.taskping.testkit.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.crds.NamedReference;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.channel.NotificationChannelStatus;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchStatus;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.crds.launch.LaunchTemplateStatus;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.crds.notifiedtask.NotifiedTaskStatus;
import dev.taskping.testkit.cluster.KubernetesControlPlane;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can work is accepted, and our Java types read and write it without losing anything. */
class GoodManifestsIT {

    @RegisterExtension
    static final KubernetesControlPlane KUBERNETES = new KubernetesControlPlane();

    private static final Map<String, Class<? extends CustomResource<?, ?>>> KINDS = Map.of(
            "NotifiedTask", NotifiedTask.class,
            "NotificationChannel", NotificationChannel.class,
            "LaunchTemplate", LaunchTemplate.class,
            "Launch", Launch.class);

    /** As the schema says {@code number}, 0 and 0.0 are the same. */
    private static final Comparator<JsonNode> NUMBERS_BY_VALUE = (one, other) ->
            one.equals(other) || (one.isNumber() && other.isNumber() && one.doubleValue() == other.doubleValue())
                    ? 0
                    : 1;

    static Stream<Manifest> goodManifests() {
        // The reference's examples are as full as a manifest can be.
        return Stream.of("src/test/resources/crds/good", "../crds/src/test/resources/examples")
                .map(Path::of)
                .flatMap(folder -> Manifest.in(folder).stream());
    }

    @ParameterizedTest
    @MethodSource("goodManifests")
    void manifestSurvivesTheJavaTypes(Manifest manifest) {
        Manifest.Answer answer = manifest.create(KUBERNETES.client(), KUBERNETES.createNamespace("good-manifests-"));

        assertThat(answer.code()).as("HTTP status, of %s", answer.body()).isEqualTo(201);
        assertThatObject(specThroughJava(answer.body(), manifest.kind()))
                .usingComparator((one, other) -> one.equals(NUMBERS_BY_VALUE, other) ? 0 : 1)
                .isEqualTo(answer.body().path("spec"));
    }

    private static JsonNode specThroughJava(JsonNode stored, String kind) {
        Object read = Serialization.unmarshal(stored.toString(), KINDS.get(kind));
        return Serialization.unmarshal(Serialization.asJson(read), JsonNode.class)
                .path("spec");
    }

    @Test
    void defaultsAreFilledIn() {
        NotifiedTask task = create(NotifiedTask.class, "notifiedtask-defaults");

        assertThat(task.getSpec().rules().getFirst().events())
                .extracting(Enum::name)
                .containsExactly("FINISHED");
        assertThat(task.getSpec().log()).isNotNull().extracting("tail").hasToString("10Ki");
    }

    @Test
    void everyStatusIsStoredAsItIsWritten() {
        List<Condition> ready = List.of(new ConditionBuilder()
                .withType(WellKnownNames.READY)
                .withStatus("False")
                .withReason("ChannelNotFound")
                .withMessage("no NotificationChannel ml-telegram in this namespace; create it")
                .withLastTransitionTime("2026-01-01T00:00:00Z")
                .withObservedGeneration(1L)
                .build());

        stores(
                create(NotifiedTask.class, "notifiedtask-minimal"),
                new NotifiedTaskStatus(1L, ready, 2, 0, 1, "train-7", 3));
        stores(
                create(NotificationChannel.class, "notificationchannel-minimal"),
                new NotificationChannelStatus(
                        1L,
                        ready,
                        List.of(new NotificationChannelStatus.PairingOffer(
                                "Mia", "7Q4K", "https://t.me/bot?start=7Q4K", "2026-01-01T00:10:00Z")),
                        new NotificationChannelStatus.TestMessage(
                                "1", NotificationChannelStatus.TestMessage.State.DELIVERED, "taken as 4711"),
                        "https://relay.example.org/hooks/0123456789abcdef0123456789abcdef"));
        stores(create(LaunchTemplate.class, "launchtemplate-minimal"), new LaunchTemplateStatus(1L, ready));
        stores(
                create(Launch.class, "launch-minimal"),
                new LaunchStatus(
                        1L,
                        LaunchStatus.Phase.RUNNING,
                        "JobCreated",
                        "running",
                        new NamedReference("finetune"),
                        3L,
                        new NamedReference("finetune-1"),
                        2,
                        4.5,
                        "2026-01-01T00:00:00Z",
                        null,
                        Map.of("checkpoint", "best"),
                        new LaunchStatus.Confirmation(
                                true, new LaunchStatus.Confirmer("Mia", "telegram:1234567"), "2026-01-01T00:00:00Z")));
    }

    private static <S, T extends CustomResource<?, S>> void stores(T resource, S status) {
        resource.setStatus(status);
        T stored = KUBERNETES.client().resource(resource).updateStatus();
        assertThat(stored.getStatus()).isEqualTo(status);
    }

    private static <T extends CustomResource<?, ?>> T create(Class<T> kind, String name) {
        Manifest manifest = goodManifests()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        String namespace = KUBERNETES.createNamespace("good-manifests-");
        return Serialization.unmarshal(
                manifest.create(KUBERNETES.client(), namespace).body().toString(), kind);
    }
}
