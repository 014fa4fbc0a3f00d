package dev.taskping.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.adapter.AdapterCheck;
import dev.taskping.protocol.adapter.AdapterConfiguration;
import dev.taskping.protocol.adapter.AdapterRequest;
import dev.taskping.protocol.adapter.AdapterResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapters' schema and guide match the records. {@code make generate} writes the schema. */
class AdapterSchemaTest {

    private static final Path SCHEMA = Path.of("../docs/reference/adapter.schema.json");
    private static final Path GUIDE = Path.of("../docs/develop/adapters.md");
    private static final List<Class<?>> SPOKEN =
            List.of(AdapterRequest.class, AdapterResult.class, AdapterConfiguration.class, AdapterCheck.class);

    private final ObjectMapper json = ProtocolJson.mapper();

    @Test
    void checkedInSchemaIsFresh() throws IOException {
        String fresh = json.copy().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(schema()) + "\n";
        if ("true".equals(System.getenv("TASKPING_GENERATE"))) {
            Files.writeString(SCHEMA, fresh);
        }
        assertThat(SCHEMA)
                .as("%s is stale: run 'make generate' and commit the result", SCHEMA)
                .exists()
                .hasContent(fresh);
    }

    @ParameterizedTest
    @ValueSource(classes = {AdapterRequest.class, AdapterResult.class, AdapterConfiguration.class, AdapterCheck.class})
    void examplesOfTheGuideMatchTheSchema(Class<?> spoken) throws IOException {
        Matcher example = Pattern.compile("```json " + spoken.getSimpleName() + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE));
        assertThat(example.find())
                .as("an example of %s in %s", spoken.getSimpleName(), GUIDE)
                .isTrue();
        JsonNode written = json.readTree(example.group(1));
        assertThat((JsonNode) json.valueToTree(json.treeToValue(written, spoken)))
                .isEqualTo(written);
    }

    private ObjectNode schema() throws IOException {
        Javadoc javadoc = Javadoc.of(List.of(Path.of("../protocol/src/main/java")));
        SchemaGeneratorConfigBuilder configuration = new SchemaGeneratorConfigBuilder(
                        json, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule(
                        JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY,
                        JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE,
                        JacksonOption.RESPECT_JSONPROPERTY_REQUIRED));
        configuration
                .forFields()
                .withRequiredCheck(AdapterSchemaTest::isAlwaysThere)
                .withDescriptionResolver(
                        field -> javadoc.of(field.getRawMember().getDeclaringClass(), field.getName())
                                .orElse(null));
        configuration.forTypesInGeneral().withDescriptionResolver(scope -> javadoc.of(
                        scope.getType().getErasedType())
                .orElse(null));
        SchemaBuilder builder = new SchemaGenerator(configuration.build()).buildMultipleSchemaDefinitions();
        SPOKEN.forEach(builder::createSchemaReference);
        ObjectNode schema = json.createObjectNode()
                .put("$schema", SchemaVersion.DRAFT_2020_12.getIdentifier())
                .put("title", "Requests and answers between TaskPing's relay and an adapter")
                .put(
                        "description",
                        "POST /send takes an AdapterRequest and returns an AdapterResult; POST /check takes an"
                                + " AdapterConfiguration and returns an AdapterCheck.");
        schema.set("$defs", builder.collectDefinitions("$defs"));
        return schema;
    }

    private static boolean isAlwaysThere(FieldScope field) {
        return !field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
