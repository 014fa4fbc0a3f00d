package dev.taskping.crds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Makes the CustomResourceDefinitions from the Java types: the generator's work, put in order and described. */
final class CrdGeneration {

    /** The custom resources, in the order in which the reference tells of them. */
    static final List<Class<? extends CustomResource<?, ?>>> KINDS =
            List.of(NotifiedTask.class, NotificationChannel.class, LaunchTemplate.class, Launch.class);

    private static final String HEADER =
            "# Generated from the Java types in crds/. Change those and run 'make generate'.\n";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();

    private final SchemaEnricher enricher;

    CrdGeneration(Javadoc javadoc) {
        enricher = new SchemaEnricher(javadoc);
    }

    CustomResourceDefinition generate(Class<? extends CustomResource<?, ?>> kind) {
        var output = new InMemory();
        new CRDGenerator().customResourceClasses(kind).withOutput(output).detailedGenerate();
        CustomResourceDefinition crd = Serialization.unmarshal(output.yaml(), CustomResourceDefinition.class);
        for (var version : crd.getSpec().getVersions()) {
            version.setAdditionalPrinterColumns(columns(kind));
            enricher.enrich(version.getSchema().getOpenAPIV3Schema(), kind);
        }
        return crd;
    }

    /** The YAML as it is checked in: readable, and ready for {@code kubectl apply}. */
    static String yaml(CustomResourceDefinition crd) throws JsonProcessingException {
        JsonNode tree = YAML.readTree(Serialization.asYaml(crd));
        return HEADER + YAML.writeValueAsString(tree);
    }

    /** The columns in the order of the annotations; the generator would sort them by their paths. */
    private static List<CustomResourceColumnDefinition> columns(Class<?> kind) {
        return Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(column -> new CustomResourceColumnDefinitionBuilder()
                        .withName(column.name())
                        .withType(column.type().getValue())
                        .withJsonPath(column.jsonPath())
                        .withPriority(column.priority() == 0 ? null : column.priority())
                        .build())
                .toList();
    }

    private static final class InMemory extends CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream> {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        protected ByteArrayOutputStream createStreamFor(String name) {
            return bytes;
        }

        String yaml() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
