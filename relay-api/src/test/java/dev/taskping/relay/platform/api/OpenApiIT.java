package dev.taskping.relay.platform.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.relay.channel.KnownProviders;
import dev.taskping.relay.channel.spi.ChannelType;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiIT {

    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    @Test
    void describesEveryOperationCompletely() throws JsonProcessingException {
        JsonNode document = document();
        List<String> missing = new ArrayList<>();
        List<String> operations = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(entry -> METHODS.contains(entry.getKey()))
                .forEach(entry -> {
                    String name = entry.getKey() + " " + path.getKey();
                    operations.add(name);
                    check(name, path.getKey(), entry.getValue(), missing);
                }));
        assertThat(missing).isEmpty();
        assertThat(operations)
                .contains(
                        "post /v1/events",
                        "post /v1/events/missing",
                        "get /v1/tasks/running",
                        "post /v1/tasks",
                        "get /v1/tasks",
                        "get /v1/tasks/{uid}",
                        "get /v1/tasks/{uid}/deliveries",
                        "get /v1/tasks/{uid}/explanation",
                        "get /v1/deliveries",
                        "get /v1/deliveries/undelivered",
                        "post /v1/deliveries/replay",
                        "put /v1/channels/{namespace}/{name}",
                        "get /v1/channels/{namespace}/{name}",
                        "delete /v1/channels/{namespace}/{name}",
                        "post /v1/channels/{namespace}/{name}/test",
                        "post /v1/commands");
        assertThat(document.path("components").path("securitySchemes").properties())
                .extracting(Map.Entry::getKey)
                .contains("cluster", "token", "reply");
    }

    @Test
    void everyOperationHasAnIdOfItsOwn() throws JsonProcessingException {
        assertThat(document().path("paths").findValuesAsText("operationId"))
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    @Test
    void describesTheSettingsOfEveryProvider() throws JsonProcessingException {
        JsonNode schemas = document().path("components").path("schemas");
        JsonNode settings = schemas.path("ChannelSettings");

        Map<String, String> mapping = new TreeMap<>();
        settings.path("discriminator")
                .path("mapping")
                .properties()
                .forEach(entry -> mapping.put(entry.getKey(), entry.getValue().asText()));
        assertThat(mapping.keySet())
                .containsExactlyElementsOf(KnownProviders.registry().types().stream()
                        .map(ChannelType::id)
                        .toList());
        assertThat(settings.path("oneOf").findValuesAsText("$ref")).containsExactlyElementsOf(mapping.values());
        KnownProviders.registry().providers().forEach(provider -> {
            JsonNode schema = schemas.path(provider.settingsType().getSimpleName());
            assertThat(schema.path("properties").properties())
                    .extracting(Map.Entry::getKey)
                    .contains("type")
                    .containsAll(Stream.of(provider.settingsType().getRecordComponents())
                            .map(RecordComponent::getName)
                            .toList());
        });
        assertThat(schemas.path("TelegramSettings").path("required"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("type", "botToken");
        assertThat(schemas.path("EmailSettings").at("/properties/replies/properties/security/enum"))
                .extracting(JsonNode::asText)
                .containsExactly("NONE", "STARTTLS", "TLS");
    }

    private static JsonNode document() throws JsonProcessingException {
        return new ObjectMapper()
                .readTree(given().queryParam("format", "json").get("/openapi").asString());
    }

    private static void check(String name, String path, JsonNode operation, List<String> missing) {
        if (path.startsWith("/hooks/")) {
            return; // what a provider sends there is described by the provider
        }
        require(missing, name, "summary", !operation.path("summary").asText().isBlank());
        require(
                missing,
                name,
                "operationId",
                !operation.path("operationId").asText().isBlank());
        require(missing, name, "tag", !operation.path("tags").isEmpty());
        JsonNode responses = operation.path("responses");
        boolean success = false;
        for (var response : responses.properties()) {
            String at = name + " " + response.getKey();
            require(
                    missing,
                    at,
                    "description",
                    !response.getValue().path("description").asText().isBlank());
            boolean error =
                    response.getKey().startsWith("4") || response.getKey().startsWith("5");
            success |= response.getKey().startsWith("2");
            JsonNode content = response.getValue().path("content");
            if (error) {
                require(missing, at, "problem details", content.has("application/problem+json"));
            } else {
                content.properties().forEach(media -> require(missing, at, "example", hasExample(media.getValue())));
            }
        }
        require(missing, name, "successful response", success);
        require(missing, name, "error responses", responses.has("400") && responses.has("500"));
        require(missing, name, "security", !operation.path("security").isEmpty());
        for (JsonNode parameter : operation.path("parameters")) {
            require(
                    missing,
                    name,
                    "description of " + parameter.path("name").asText(),
                    !parameter.path("description").asText().isBlank());
        }
        if (operation.has("requestBody")) {
            operation
                    .path("requestBody")
                    .path("content")
                    .properties()
                    .forEach(media -> require(missing, name, "request example", hasExample(media.getValue())));
        }
    }

    private static boolean hasExample(JsonNode media) {
        return media.has("example") || !media.path("examples").isEmpty();
    }

    private static void require(List<String> missing, String operation, String what, boolean there) {
        if (!there) {
            missing.add(operation + ": " + what);
        }
    }
}
