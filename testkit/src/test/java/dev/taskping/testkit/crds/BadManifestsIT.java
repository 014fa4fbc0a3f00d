package dev.taskping.testkit.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.testkit.cluster.KubernetesControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A manifest that cannot work is refused by the API server itself, one message for each fault, with what to write. */
class BadManifestsIT {

    @RegisterExtension
    static final KubernetesControlPlane KUBERNETES = new KubernetesControlPlane();

    private static final Path GOOD = Path.of("src/test/resources/crds/good");
    private static final Path BAD = Path.of("src/test/resources/crds/bad");

    private static String namespace;

    @BeforeAll
    static void createNamespace() {
        namespace = KUBERNETES.createNamespace("bad-manifests-");
    }

    static List<Manifest> badManifests() {
        return Manifest.in(BAD);
    }

    @ParameterizedTest
    @MethodSource("badManifests")
    void badManifestIsRefusedWithTheCure(Manifest manifest) {
        assertThat(manifest.expectedRefusals())
                .as("expectations in %s", manifest)
                .isNotEmpty();

        Manifest.Answer answer = manifest.create(KUBERNETES.client(), namespace);

        assertThat(answer.code()).as("HTTP status, of %s", answer.body()).isIn(400, 422);
        assertThat(answer.refusals()).hasSameSizeAs(manifest.expectedRefusals());
        assertThat(answer.refusals()).zipSatisfy(manifest.expectedRefusals(), (refusal, expected) -> assertThat(refusal)
                .contains(expected));
    }

    @Test
    void launchIsARecordThatCannotBeChanged() {
        create("launch-minimal");

        assertThatThrownBy(() -> merge(Launch.class, "minimal", "{\"spec\":{\"templateRef\":{\"name\":\"other\"}}}"))
                .isInstanceOfSatisfying(KubernetesClientException.class, refused -> assertThat(refused.getCode())
                        .isEqualTo(422))
                .hasMessageContaining("a Launch is a record and cannot be changed; create another Launch");
    }

    @Test
    void jobOfANotifiedTaskCannotBeTakenAway() {
        create("notifiedtask-job");

        assertThatThrownBy(() -> merge(
                        NotifiedTask.class, "job", "{\"spec\":{\"jobTemplate\":null,\"jobRef\":{\"name\":\"train\"}}}"))
                .isInstanceOfSatisfying(KubernetesClientException.class, refused -> assertThat(refused.getCode())
                        .isEqualTo(422))
                .hasMessageContaining("an existing NotifiedTask; create another NotifiedTask");
    }

    private static void create(String name) {
        Manifest good = Manifest.in(GOOD).stream()
                .filter(manifest -> manifest.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(good.create(KUBERNETES.client(), namespace).code()).isEqualTo(201);
    }

    private static <T extends HasMetadata> void merge(Class<T> kind, String name, String change) {
        KUBERNETES
                .client()
                .resources(kind)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), change);
    }
}
