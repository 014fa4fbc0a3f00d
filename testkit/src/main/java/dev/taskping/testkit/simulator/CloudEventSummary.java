package dev.taskping.testkit.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A CloudEvent in one line. */
final class CloudEventSummary {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CloudEventSummary() {}

    static String of(String body) {
        try {
            JsonNode event = JSON.readTree(body);
            JsonNode task = event.path("data").path("task");
            String outcome = event.path("data").path("outcome").path("result").asText();
            return "%s  %s/%s %s"
                    .formatted(
                            event.path("type").asText(),
                            task.path("namespace").asText(),
                            task.path("name").asText(),
                            outcome)
                    .strip();
        } catch (JsonProcessingException e) {
            return "(no JSON)";
        }
    }
}
