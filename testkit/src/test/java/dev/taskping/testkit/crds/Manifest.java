package dev.taskping.testkit.crds;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A manifest of one custom resource, handed to the API server as the text that a person wrote: the API server's YAML is
 * 1.1, as kubectl's and Helm's is, the Java client's is 1.2.
 *
 * @param name its file's name, without the extension
 * @param text what the file holds
 */
record Manifest(String name, String text) {

    private static final String EXPECTATION = "# Refused: ";

    /** Those in a folder, in order. */
    static List<Manifest> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(Manifest::read).toList();
        } catch (IOException e) {
            throw new IllegalStateException("the manifests in " + folder + " could not be listed", e);
        }
    }

    private static Manifest read(Path file) {
        try {
            return new Manifest(file.getFileName().toString().replace(".yaml", ""), Files.readString(file));
        } catch (IOException e) {
            throw new IllegalStateException(file + " could not be read", e);
        }
    }

    /** What the API server must say, a part of one message for each fault. */
    List<String> expectedRefusals() {
        return text.lines()
                .filter(line -> line.startsWith(EXPECTATION))
                .map(line -> line.substring(EXPECTATION.length()))
                .toList();
    }

    String kind() {
        return parsed().path("kind").asText();
    }

    /** Creates it, with every field checked as kubectl has it checked. */
    Answer create(KubernetesClient client, String namespace) {
        // All plurals of ours are regular, but for a Launch's.
        String plural = kind().toLowerCase(Locale.ROOT) + (kind().endsWith("h") ? "es" : "s");
        URI uri = URI.create("%sapis/taskping.dev/v1alpha1/namespaces/%s/%s?fieldValidation=Strict"
                .formatted(client.getMasterUrl(), namespace, plural));
        var request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(uri)
                .post("application/yaml", text)
                .build();
        HttpResponse<String> response =
                client.getHttpClient().sendAsync(request, String.class).join();
        return new Answer(response.code(), Serialization.unmarshal(response.body(), JsonNode.class));
    }

    private JsonNode parsed() {
        return Serialization.unmarshal(text, JsonNode.class);
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * What the API server answered.
     *
     * @param code the HTTP status
     * @param body the created object, or a Status
     */
    record Answer(int code, JsonNode body) {

        private static final String INCOMPLETE = "some validation rules were not checked";

        /** Each fault's message with the field it is about; a request that cannot even be read has one only. */
        List<String> refusals() {
            JsonNode causes = body.path("details").path("causes");
            if (causes.isEmpty()) {
                return List.of(body.path("message").asText());
            }
            return Stream.iterate(0, index -> index < causes.size(), index -> index + 1)
                    .map(causes::get)
                    .map(cause -> cause.path("field").asText() + ": "
                            + cause.path("message").asText())
                    .filter(message -> !message.contains(INCOMPLETE))
                    .toList();
        }
    }
}
