package dev.taskping.testkit.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What the relay has on record, read through its REST interface from whichever replica answers. */
public final class RelayInspector {

    private static final int PAGE = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<URI> replicas;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    RelayInspector(List<URI> replicas, String token) {
        this.replicas = List.copyOf(replicas);
        this.token = token;
    }

    /**
     * A task.
     *
     * @param uid the Job's
     * @param name the Job's
     * @param finished whether it has ended
     * @param result {@code Succeeded}, {@code Failed}, {@code Cancelled}, {@code Gone}; empty while it runs
     */
    public record Task(String uid, String name, boolean finished, String result) {}

    /**
     * A message and what became of it.
     *
     * @param id its own; of a webhook also the {@code webhook-id}
     * @param channel the channel's name
     * @param eventId the event it tells of, empty if none
     * @param state {@code pending}, {@code delivered} or {@code dead}
     * @param reason why it is not delivered, empty if it is
     * @param attempts oldest first
     */
    public record Delivery(
            String id, String channel, String eventId, String state, String reason, List<Attempt> attempts) {}

    /**
     * One attempt to deliver.
     *
     * @param at when it began
     * @param result {@code delivered}, {@code retry-after}, {@code rejected} or {@code failed}
     * @param latency how long the provider took
     * @param detail the provider's words
     */
    public record Attempt(Instant at, String result, Duration latency, String detail) {}

    /** Every task of a namespace. */
    public List<Task> tasks(String namespace) {
        List<Task> tasks = new ArrayList<>();
        String after = null;
        do {
            JsonNode page = get("/v1/tasks?limit=" + PAGE + "&namespace=" + encoded(namespace)
                    + (after == null ? "" : "&after=" + encoded(after)));
            page.path("tasks").forEach(task -> tasks.add(task(task)));
            after = page.path("next").textValue();
        } while (after != null);
        return tasks;
    }

    /** Every message about a task, oldest first. */
    public List<Delivery> deliveries(String taskUid) {
        return deliveries(get("/v1/tasks/" + encoded(taskUid) + "/deliveries"));
    }

    /** How many messages are not delivered and not given up, 200 at most. */
    public int pending() {
        return get("/v1/deliveries?state=pending&limit=" + PAGE)
                .path("deliveries")
                .size();
    }

    private static Task task(JsonNode task) {
        return new Task(
                task.at("/task/uid").asText(),
                task.at("/task/name").asText(),
                "finished".equals(task.path("state").asText()),
                task.at("/outcome/result").asText());
    }

    private static List<Delivery> deliveries(JsonNode page) {
        return StreamSupport.stream(page.path("deliveries").spliterator(), false)
                .map(delivery -> new Delivery(
                        delivery.path("id").asText(),
                        delivery.at("/channel/name").asText(),
                        delivery.path("eventId").asText(),
                        delivery.path("state").asText(),
                        delivery.path("reason").asText(),
                        StreamSupport.stream(delivery.path("attempts").spliterator(), false)
                                .map(RelayInspector::attempt)
                                .toList()))
                .toList();
    }

    private static Attempt attempt(JsonNode attempt) {
        return new Attempt(
                Instant.parse(attempt.path("at").asText()),
                attempt.path("result").asText(),
                Duration.ofMillis(attempt.path("latencyMillis").asLong()),
                attempt.path("detail").asText());
    }

    private JsonNode get(String path) {
        @Nullable Exception last = null;
        for (URI replica : replicas) {
            HttpRequest request = HttpRequest.newBuilder(replica.resolve(path))
                    .header("Authorization", "Bearer " + token)
                    .timeout(Duration.ofSeconds(10))
                    .build();
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    return JSON.readTree(response.body());
                }
                last = new IOException(replica + path + " answers " + response.statusCode() + ": " + response.body());
            } catch (IOException e) {
                last = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while asking the relay", e);
            }
        }
        throw new IllegalStateException("No relay replica answers " + path, last);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
