package dev.taskping.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.testkit.installation.Phone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** What the webhook sink received about Jobs whose names share a beginning: the finished events, by Job name. */
final class Deliveries {

    private final Phone phone;
    private final String prefix;

    Deliveries(Phone phone, String prefix) {
        this.phone = phone;
        this.prefix = prefix;
    }

    /** Waits until {@code count} different Jobs were told of, and fails if one of them was told twice. */
    Map<String, JsonNode> awaitOnceEach(int count, Duration patience) {
        Awaitility.await(count + " Jobs named " + prefix + "… to be told of")
                .atMost(patience)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(byName()).hasSize(count));
        assertOnceEach();
        return byName().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .getFirst()));
    }

    /** Fails if any Job was told twice. */
    void assertOnceEach() {
        assertThat(byName().entrySet())
                .allSatisfy(
                        entry -> assertThat(entry.getValue()).as(entry.getKey()).hasSize(1));
    }

    private Map<String, List<JsonNode>> byName() {
        return phone.webhookEvents()
                .filter(event -> event.path("type").asText().equals("dev.taskping.task.finished.v1"))
                .filter(event -> name(event).startsWith(prefix))
                .collect(Collectors.groupingBy(
                        Deliveries::name, Collectors.mapping(Function.identity(), Collectors.toList())));
    }

    private static String name(JsonNode event) {
        return event.at("/data/task/name").asText();
    }
}
