package dev.taskping.crds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.protocol.event.EventLimits;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checked-in YAML and reference match the Java types. After you change the types, run {@code make generate}
 * ({@code TASKPING_GENERATE=true}).
 */
class GeneratedCrdsTest {

    private static final List<Path> SOURCES = List.of(Path.of("src/main/java"), Path.of("../protocol/src/main/java"));
    private static final List<Path> CRD_FOLDERS =
            List.of(Path.of("src/main/resources/crds"), Path.of("../charts/taskping/files/crds"));
    private static final Path EXAMPLES = Path.of("src/test/resources/examples");
    private static final Path REFERENCE = Path.of("../docs/reference/crds.md");

    private static CrdGeneration generation;

    @BeforeAll
    static void readComments() throws IOException {
        generation = new CrdGeneration(Javadoc.of(SOURCES));
    }

    static List<Class<? extends CustomResource<?, ?>>> kinds() {
        return CrdGeneration.KINDS;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void checkedInYamlIsFresh(Class<? extends CustomResource<?, ?>> kind) throws IOException {
        CustomResourceDefinition crd = generation.generate(kind);
        for (Path folder : CRD_FOLDERS) {
            assertFresh(folder.resolve(crd.getMetadata().getName() + ".yaml"), CrdGeneration.yaml(crd));
        }
    }

    /** kubectl and Helm read YAML 1.1, where such a name is a boolean unless it is quoted. */
    @ParameterizedTest
    @MethodSource("kinds")
    void noFieldNeedsQuotes(Class<? extends CustomResource<?, ?>> kind) throws IOException {
        String yaml = CrdGeneration.yaml(generation.generate(kind));
        assertThat(yaml).doesNotContainPattern("(?i)\\n *\"?(on|off|yes|no|y|n|true|false|null)\"?:");
    }

    @Test
    void checkedInReferenceIsFresh() throws IOException {
        var reference = new CrdReference(EXAMPLES);
        for (var kind : CrdGeneration.KINDS) {
            reference.add(generation.generate(kind));
        }
        assertFresh(REFERENCE, reference.markdown());
    }

    /** An event is trimmed only if several NotifiedTasks match a Job: what the schema admits in one of them fits. */
    @Test
    void eventHasRoomForAllThatOneNotifiedTaskAdmits() throws IOException {
        JSONSchemaProps spec = field(
                generation
                        .generate(NotifiedTask.class)
                        .getSpec()
                        .getVersions()
                        .getFirst()
                        .getSchema()
                        .getOpenAPIV3Schema(),
                "spec");
        JSONSchemaProps rules = field(spec, "notify");
        JSONSchemaProps channels = field(item(rules), "channels");
        JSONSchemaProps next = field(spec, "next");
        JSONSchemaProps parameters = field(item(next), "parameters");

        assertThat(rules.getMaxItems()).isLessThanOrEqualTo(EventLimits.RULES);
        assertThat(channels.getMaxItems()).isLessThanOrEqualTo(EventLimits.RULE_CHANNELS);
        assertThat(rules.getMaxItems() * channels.getMaxItems()).isLessThanOrEqualTo(EventLimits.ROUTES);
        assertThat(next.getMaxItems()).isLessThanOrEqualTo(EventLimits.NEXT);
        assertThat(parameters.getMaxProperties()).isLessThanOrEqualTo(EventLimits.PARAMETERS);
        assertThat(List.of(
                        field(item(channels), "name"),
                        field(item(channels), "namespace"),
                        field(item(next), "template")))
                .allSatisfy(name -> assertThat(name.getMaxLength()).isLessThanOrEqualTo(EventLimits.NAME));
    }

    private static JSONSchemaProps field(JSONSchemaProps object, String name) {
        return Objects.requireNonNull(object.getProperties().get(name), name);
    }

    private static JSONSchemaProps item(JSONSchemaProps list) {
        return list.getItems().getSchema();
    }

    private static void assertFresh(Path checkedIn, String fresh) throws IOException {
        if ("true".equals(System.getenv("TASKPING_GENERATE"))) {
            Files.createDirectories(checkedIn.getParent());
            Files.writeString(checkedIn, fresh);
        }
        assertThat(checkedIn)
                .as("%s is stale: run 'make generate' and commit the result", checkedIn)
                .exists()
                .hasContent(fresh);
    }
}
