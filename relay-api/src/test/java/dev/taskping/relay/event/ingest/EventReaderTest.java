package dev.taskping.relay.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.EventTrimmer;
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
import dev.taskping.relay.Draws;
import dev.taskping.relay.TestCluster;
import dev.taskping.relay.event.ingest.EventReader.Read;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Caller;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventReaderTest {

    private static final Caller LAB = new Caller.Cluster("default", "lab", new UUID(0, 1));
    private static final EventValidator VALIDATION = new EventValidator(65_536);
    private static final String GOOD = TestCluster.LAB.succeeded("u1", "ml-telegram");

    private static List<Read> read(String json) {
        return EventReader.read(json.getBytes(StandardCharsets.UTF_8), 500);
    }

    private static TaskEvent understood(String json) {
        return ((Read.Understood) read("[" + json + "]").getFirst()).event();
    }

    @Test
    void validEventIsUnderstood() {
        TaskEvent event = understood(GOOD);
        assertThat(event.data().task().labels()).containsEntry("team", "ml");
        assertThat(VALIDATION.fault(event, LAB)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"id\":\"u1/0/finished\" | \"id\":\"\" | id:",
                "\"subject\":\"u1\" | \"subject\":\"u2\" | data.task.uid:",
                "\"time\":\"2026-01-01T02:40:00Z\" | \"x\":1 | time:",
                "\"source\":\"/clusters/lab/ | \"source\":\"/clusters/lab2/ | source:",
                "\"kind\":\"Job\" | \"kind\":\"\" | data.task.kind:",
                "\"name\":\"job-u1\" | \"x\":1 | data.task.name:",
                "\"name\":\"ml-telegram\" | \"name\":\" \" | data.route.channel.name:",
                "\"template\":\"evaluate\" | \"x\":1 | data.next.template:",
                "\"tail\":\"epoch 3 done\" | \"x\":1 | data.log.tail:",
                "\"result\":\"Succeeded\" | \"x\":1 | data.outcome.result:",
                "task.finished.v1 | task.started.v1 | data.outcome:"
            })
    void aFaultIsNamed(String replaced, String by, String fault) {
        assertThat(VALIDATION.fault(understood(GOOD.replace(replaced, by)), LAB))
                .get()
                .asString()
                .startsWith(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"result\":\"Succeeded\" | \"result\":\"Exploded\" | data.outcome.result",
                "\"time\":\"2026-01-01T02:40:00Z\" | \"time\":\"yesterday\" | time",
                "dev.taskping.task.finished.v1 | dev.taskping.task.lost.v1 | type",
                "\"specversion\":\"1.0\" | \"specversion\":\"0.3\" | specversion",
                "\"exitCode\":0 | \"exitCode\":\"none\" | data.outcome.exitCode"
            })
    void malformedEventNamesItsField(String replaced, String by, String field) {
        Read read = read("[" + GOOD.replace(replaced, by) + "]").getFirst();
        assertThat(read).isInstanceOfSatisfying(Read.Broken.class, broken -> {
            assertThat(broken.fault()).startsWith(field);
            assertThat(broken.id()).isEqualTo("u1/0/finished");
        });
    }

    @Test
    void nullInAListMakesTheEventInvalid() {
        assertThat(read("[null, 3, \"x\", [], " + GOOD.replace("\"route\":[", "\"route\":[null,") + "]"))
                .hasSize(5)
                .allMatch(read -> read instanceof Read.Broken);
    }

    @Test
    void batchThatIsNoArrayOrTooLongIsRefused() {
        assertThatThrownBy(() -> read(GOOD)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> read("[")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> EventReader.read("[1,2,3]".getBytes(StandardCharsets.UTF_8), 2))
                .hasMessageContaining("at most 2");
    }

    @Property(tries = 300, seed = Draws.SEED)
    void anyBytesAreReadWithoutACrash(@ForAll byte[] body) {
        try {
            EventReader.read(body, 500);
        } catch (ProblemException e) {
            assertThat(e.problem().status()).isEqualTo(400);
        }
    }

    /** Whatever the API server admits, the relay accepts once the operator has trimmed it. */
    @Property(seed = Draws.SEED, tries = 200)
    void trimmedEventsAreAccepted(
            @ForAll @IntRange(max = 400) int labels,
            @ForAll @IntRange(max = 900) int routes,
            @ForAll @IntRange(max = 400) int rules,
            @ForAll @IntRange(max = 120) int next,
            @ForAll @IntRange(max = 9_000) int message,
            @ForAll @IntRange(max = 100_000) int log) {
        TaskIdentity task = new TaskIdentity(
                "Job",
                "n".repeat(63),
                "j".repeat(253),
                "u1",
                IntStream.range(0, labels)
                        .boxed()
                        .collect(Collectors.toMap(number -> "p".repeat(253) + "/" + number, number -> "v".repeat(63))));
        List<Route> all = IntStream.range(0, routes)
                .mapToObj(number -> new Route(new ChannelKey("n".repeat(63), "c" + number)))
                .toList();
        TaskEvent event = new TaskEvent(
                "u1/0/finished",
                URI.create("/clusters/lab/namespaces/ml/jobs/j"),
                TaskEventType.FINISHED,
                "u1",
                Instant.EPOCH,
                new TaskData(
                        task,
                        Outcome.of(Result.FAILED, "Error", "\uD83D\uDE00é".repeat(message / 3)),
                        Timing.UNKNOWN,
                        null,
                        new LogExcerpt("ж€\uD83D\uDE00x".repeat(log / 5), false),
                        all,
                        IntStream.range(0, next)
                                .mapToObj(number -> new NextLaunch("t" + number, Map.of("lr", "0.1")))
                                .toList(),
                        all,
                        IntStream.range(0, rules)
                                .mapToObj(number ->
                                        new RuleEvaluation("p" + number, List.of("Failed"), true, List.of(), List.of()))
                                .toList()));
        EventTrimmer.Trimmed trimmed = EventTrimmer.fit(event);
        assertThat(VALIDATION.fault(trimmed.event(), LAB)).isEmpty();
        assertThat(VALIDATION.fault(EventTrimmer.minimal(event), LAB)).isEmpty();
        boolean fits = VALIDATION.fault(event, LAB).isEmpty();
        assertThat(trimmed.event().equals(event)).isEqualTo(fits);
    }
}
