package dev.taskping.relay.delivery.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.RuleEvaluation;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import dev.taskping.relay.delivery.explain.Explanation.Step;
import dev.taskping.relay.delivery.explain.History.LaneState;
import dev.taskping.relay.delivery.explain.History.Muted;
import dev.taskping.relay.delivery.explain.History.Sent;
import dev.taskping.relay.delivery.explain.History.Tried;
import dev.taskping.relay.event.EventStore.Recorded;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExplainerTest {

    private static final Instant ENDED = Instant.parse("2026-01-01T02:40:00Z");
    private static final Instant NOW = ENDED.plusSeconds(60);
    private static final Instant LATER = NOW.plusSeconds(30);
    private static final ChannelKey PHONE = new ChannelKey("ml", "phone");
    private static final LaneState OPEN = new LaneState(null, null, null, ENDED);

    @Test
    void appliedRulesAndRefusedChannelsAreNamed() {
        RuleEvaluation failures = new RuleEvaluation("nightly", List.of("Failed"), false, List.of(PHONE), List.of());
        RuleEvaluation ends = new RuleEvaluation(
                "weekly", List.of("Finished"), true, List.of(PHONE), List.of(new ChannelKey("ops", "pager")));
        assertThat(texts(new History(List.of(ended(List.of(failures, ends))), List.of())))
                .containsExactly(
                        "The relay was told that it ended: SUCCEEDED (Completed), 2 s after it happened.",
                        "The rule of nightly for Failed does not apply.",
                        "The rule of weekly for Finished applies: ml/phone; not ops/pager, which does not exist or does"
                                + " not allow this namespace (spec.allowedNamespaces).");
    }

    @Test
    void explanationSaysThatNobodyWasNotified() {
        assertThat(Explainer.explain("6f1c", new History(List.of(ended(List.of())), List.of()), NOW)
                        .summary())
                .isEqualTo("Nobody was notified: no rule applies to what has happened so far.");
    }

    @Test
    void attemptsAreListedInOrderWithTheResult() {
        Sent sent = new Sent(
                UUID.randomUUID(),
                "6f1c/0/finished",
                PHONE,
                "delivered",
                null,
                ENDED,
                ENDED,
                NOW,
                11,
                new ChannelKey("ml", "pager"),
                OPEN,
                false,
                false,
                List.of(
                        new Tried(ENDED, "failed", Duration.ofMillis(15), null, "answers 503"),
                        new Tried(NOW, "delivered", Duration.ofMillis(120), "4711", null)));
        History history = new History(List.of(ended(List.of())), List.of(sent));
        assertThat(texts(history).subList(2, 6))
                .containsExactly(
                        "A message for channel ml/phone, because channel ml/pager could not deliver it.",
                        "Channel ml/phone: failed after 15 ms: answers 503",
                        "Channel ml/phone: delivered after 120 ms, there named 4711",
                        "Delivered to channel ml/phone, in one message with 11 other tasks.");
        assertThat(Explainer.explain("6f1c", history, NOW).summary()).isEqualTo("Messages: 1 delivered.");
    }

    /** What keeps a message, the first cause first. */
    static Stream<Arguments> waiting() {
        return Stream.of(
                Arguments.of(sent(null, false, false, ENDED), "the channel is not registered. answers 503"),
                Arguments.of(sent(OPEN, true, true, ENDED), "it is being sent."),
                Arguments.of(
                        sent(new LaneState(LATER, null, null, ENDED), false, false, ENDED),
                        "the provider asked to wait until 2026-01-01T02:41:30Z. answers 503"),
                Arguments.of(
                        sent(new LaneState(null, ENDED, LATER, ENDED), false, false, ENDED),
                        "nothing has arrived there since 2026-01-01T02:40:00Z; a single message is tried at"
                                + " 2026-01-01T02:41:30Z."),
                Arguments.of(sent(OPEN, true, false, ENDED), "an earlier message about this task goes first."),
                Arguments.of(sent(OPEN, false, false, LATER), "it is tried again at 2026-01-01T02:41:30Z. answers 503"),
                Arguments.of(
                        sent(new LaneState(null, null, null, LATER), false, false, ENDED),
                        "as many messages as the channel may get were sent; the next may go at 2026-01-01T02:41:30Z."),
                Arguments.of(sent(OPEN, false, false, ENDED), "it is about to be sent."));
    }

    @ParameterizedTest
    @MethodSource("waiting")
    void reasonForWaitingIsNamed(Sent sent, String cause) {
        assertThat(texts(new History(List.of(ended(List.of())), List.of(sent))))
                .last()
                .isEqualTo("Waits for channel ml/phone: " + cause);
    }

    @Test
    void muteNamesThePerson() {
        TaskData data = new TaskData(
                new TaskIdentity("Job", "ml", "train", "6f1c", Map.of()),
                null,
                Timing.UNKNOWN,
                null,
                null,
                List.of(new Route(PHONE)),
                List.of());
        Recorded started = new Recorded(
                new TaskEvent("6f1c/0/started", URI.create("/"), TaskEventType.STARTED, "6f1c", ENDED, data), ENDED);
        Muted byMia = new Muted(PHONE, "Mia", ENDED, LATER);
        Muted tooLate = new Muted(PHONE, "Tom", NOW, LATER);
        Muted elsewhere = new Muted(new ChannelKey("ml", "pager"), "Eve", ENDED, LATER);
        History history =
                new History(List.of(started, ended(List.of())), List.of(), List.of(byMia, tooLate, elsewhere));
        assertThat(texts(history))
                .filteredOn(text -> text.contains("muted"))
                .containsExactly("Channel ml/phone is not notified: muted by Mia until 2026-01-01T02:41:30Z.");
    }

    private static Sent sent(@Nullable LaneState lane, boolean behind, boolean inHand, Instant due) {
        return new Sent(
                UUID.randomUUID(),
                "6f1c/0/finished",
                PHONE,
                "pending",
                "answers 503",
                ENDED,
                due,
                null,
                0,
                null,
                lane,
                behind,
                inHand,
                List.of());
    }

    private static List<String> texts(History history) {
        return Explainer.explain("6f1c", history, NOW).steps().stream()
                .map(Step::text)
                .toList();
    }

    private static Recorded ended(List<RuleEvaluation> rules) {
        TaskData data = new TaskData(
                new TaskIdentity("Job", "ml", "train", "6f1c", Map.of()),
                Outcome.of(Result.SUCCEEDED, "Completed", null),
                Timing.UNKNOWN,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                rules);
        URI source = URI.create("/clusters/lab/namespaces/ml/jobs/train");
        return new Recorded(
                new TaskEvent("6f1c/0/finished", source, TaskEventType.FINISHED, "6f1c", ENDED, data),
                ENDED.plusSeconds(2));
    }
}
