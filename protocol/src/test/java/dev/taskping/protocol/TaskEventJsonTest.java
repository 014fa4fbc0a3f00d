package dev.taskping.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.RuleEvaluation;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import dev.taskping.protocol.event.Usage;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The one event is a CloudEvent to others, and comes back whole to us. */
class TaskEventJsonTest {

    private static final String UID = "7b0e7f2c-3a1e-4c5d-9d3f-1f2e3d4c5b6a";
    private static final Instant STARTED = Instant.parse("2026-03-01T02:00:00Z");
    private static final Instant FINISHED = Instant.parse("2026-03-01T02:40:00.123456Z");

    private final ObjectMapper json = ProtocolJson.mapper();

    private static TaskEvent finished() {
        List<Route> route = List.of(new Route(new ChannelKey("ml", "phone")));
        return new TaskEvent(
                TaskEvent.idOf(UID, 0, TaskEventType.FINISHED),
                URI.create("/clusters/prod/namespaces/ml/jobs/train"),
                TaskEventType.FINISHED,
                UID,
                FINISHED,
                new TaskData(
                        new TaskIdentity("Job", "ml", "train", UID, Map.of("team", "ml")),
                        new Outcome(
                                Result.FAILED,
                                "BackoffLimitExceeded",
                                "It failed.",
                                "OutOfMemory",
                                137,
                                "train-x",
                                "main"),
                        new Timing(STARTED, STARTED, FINISHED),
                        new Usage(8, 5.33),
                        new LogExcerpt("loss=nan \u001b[31m\u0000 🔥\n", true),
                        route,
                        List.of(new NextLaunch("evaluate", Map.of("checkpoint", "best"))),
                        route,
                        List.of(new RuleEvaluation(
                                "nightly",
                                List.of("Failed"),
                                true,
                                List.of(new ChannelKey("ml", "ml-telegram")),
                                List.of(new ChannelKey("ops", "pager"))))));
    }

    @Test
    void eventSurvivesJson() throws Exception {
        assertThat(json.readValue(json.writeValueAsBytes(finished()), TaskEvent.class))
                .isEqualTo(finished());
    }

    @Test
    void referenceImplementationReadsTheEvent() throws Exception {
        CloudEvent event = new JsonFormat().deserialize(json.writeValueAsBytes(finished()));
        assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
        assertThat(event.getId()).isEqualTo(UID + "/0/finished");
        assertThat(event.getType()).isEqualTo("dev.taskping.task.finished.v1");
        assertThat(event.getSubject()).isEqualTo(UID);
        assertThat(event.getTime()).isEqualTo(FINISHED.atOffset(ZoneOffset.UTC));
        assertThat(event.getDataContentType()).isEqualTo("application/json");
    }

    @Test
    void sameTransitionAlwaysHasTheSameId() {
        assertThat(TaskEvent.idOf(UID, 0, TaskEventType.STARTED)).isEqualTo(UID + "/0/started");
        assertThat(TaskEvent.idOf(UID, 2, TaskEventType.FINISHED)).isEqualTo(UID + "/2/finished");
    }

    @Test
    void durationNeedsStartAndEnd() {
        assertThat(finished().data().timing().duration())
                .contains(Duration.ofMinutes(40).plusNanos(123_456_000));
        assertThat(new Timing(STARTED, null, FINISHED).duration()).isEmpty();
    }

    @Test
    void unknownTypeIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> TaskEventType.ofCloudEventType("dev.taskping.task.exploded.v1"))
                .hasMessageContaining("exploded")
                .hasMessageContaining("dev.taskping.task.finished.v1");
    }

    @Test
    void eventOfANewerVersionIsRead() throws Exception {
        JsonNode tree = json.valueToTree(finished());
        ((ObjectNode) tree.path("data")).put("novelty", 1);
        assertThat(json.treeToValue(tree, TaskEvent.class)).isEqualTo(finished());
    }
}
