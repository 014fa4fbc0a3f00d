package dev.taskping.relay.delivery.explain;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.RuleEvaluation;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.time.DurationFormat;
import dev.taskping.relay.delivery.explain.Explanation.Kind;
import dev.taskping.relay.delivery.explain.Explanation.Step;
import dev.taskping.relay.delivery.explain.History.LaneState;
import dev.taskping.relay.delivery.explain.History.Sent;
import dev.taskping.relay.delivery.explain.History.Tried;
import dev.taskping.relay.event.EventStore.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Puts a task's history into words. Pure. */
public final class Explainer {

    private Explainer() {}

    /** The explanation as of now. */
    public static Explanation explain(String taskUid, History history, Instant now) {
        List<Step> steps = new ArrayList<>();
        for (Recorded recorded : history.events()) {
            steps.add(heard(recorded));
            steps.addAll(rules(recorded));
            steps.addAll(muted(recorded, history));
            history.deliveries().stream()
                    .filter(sent ->
                            Objects.equals(sent.eventId(), recorded.event().id()))
                    .forEach(sent -> steps.addAll(message(sent, now)));
        }
        history.deliveries().stream()
                .filter(sent -> sent.eventId() == null)
                .forEach(sent -> steps.addAll(message(sent, now)));
        return new Explanation(taskUid, summary(history), List.copyOf(steps));
    }

    private static String summary(History history) {
        List<Sent> news = history.deliveries().stream()
                .filter(sent -> sent.eventId() != null)
                .toList();
        if (history.events().isEmpty()) {
            return "The relay has received no event of this task.";
        }
        if (news.isEmpty()) {
            return "Nobody was notified: no rule applies to what has happened so far.";
        }
        List<String> parts = new ArrayList<>();
        count(parts, news, "delivered", "delivered");
        count(parts, news, "pending", "waiting");
        count(parts, news, "dead", "given up");
        return "Messages: " + String.join(", ", parts) + ".";
    }

    private static void count(List<String> parts, List<Sent> news, String state, String word) {
        long count = news.stream().filter(sent -> sent.state().equals(state)).count();
        if (count > 0) {
            parts.add(count + " " + word);
        }
    }

    private static Step heard(Recorded recorded) {
        TaskEvent event = recorded.event();
        Outcome outcome = event.data().outcome();
        String what = outcome == null
                ? "started"
                : "ended: " + outcome.result() + (outcome.reason() == null ? "" : " (" + outcome.reason() + ")");
        String text = "The relay was told that it " + what + ", "
                + DurationFormat.words(Duration.between(event.time(), recorded.receivedAt())) + " after it happened.";
        return new Step(recorded.receivedAt(), Kind.EVENT, event.id(), null, text);
    }

    private static List<Step> rules(Recorded recorded) {
        TaskEvent event = recorded.event();
        List<RuleEvaluation> rules = event.data().rules();
        if (rules.isEmpty()) {
            String text = event.data().route().isEmpty()
                    ? "No rule was evaluated: the event is recorded and nobody is notified."
                    : "To be notified: "
                            + event.data().route().stream()
                                    .map(route -> route.channel().toString())
                                    .collect(Collectors.joining(", "))
                            + ".";
            return List.of(new Step(recorded.receivedAt(), Kind.RULE, event.id(), null, text));
        }
        return rules.stream()
                .map(rule -> new Step(recorded.receivedAt(), Kind.RULE, event.id(), null, words(rule)))
                .toList();
    }

    private static List<Step> muted(Recorded recorded, History history) {
        TaskEvent event = recorded.event();
        if (event.data().outcome() != null) {
            return List.of();
        }
        return history.mutes().stream()
                .filter(muted -> muted.covers(recorded.receivedAt()))
                .filter(muted -> event.data().route().stream()
                        .anyMatch(route -> route.channel().equals(muted.channel())))
                .map(muted -> new Step(
                        recorded.receivedAt(),
                        Kind.RULE,
                        event.id(),
                        null,
                        "Channel " + muted.channel() + " is not notified: muted by " + muted.person() + " until "
                                + muted.until() + "."))
                .toList();
    }

    private static String words(RuleEvaluation rule) {
        String head = "The rule of " + rule.policy() + " for " + String.join(", ", rule.events());
        if (!rule.applies()) {
            return head + " does not apply.";
        }
        String told =
                rule.channels().isEmpty() ? " applies, but notifies nobody" : " applies: " + names(rule.channels());
        String refused = rule.refused().isEmpty()
                ? ""
                : "; not " + names(rule.refused())
                        + ", which does not exist or does not allow this namespace (spec.allowedNamespaces)";
        return head + told + refused + ".";
    }

    private static String names(List<ChannelKey> channels) {
        return channels.stream().map(ChannelKey::toString).collect(Collectors.joining(", "));
    }

    private static List<Step> message(Sent sent, Instant now) {
        List<Step> steps = new ArrayList<>();
        String instead =
                sent.inPlaceOf() == null ? "" : ", because channel " + sent.inPlaceOf() + " could not deliver it";
        steps.add(
                step(sent, sent.createdAt(), Kind.MESSAGE, "A message for channel " + sent.channel() + instead + "."));
        for (Tried tried : sent.attempts()) {
            String detail = tried.detail() == null ? "" : ": " + tried.detail();
            String named = tried.reference() == null ? "" : ", there named " + tried.reference();
            String text = "Channel " + sent.channel() + ": " + tried.result() + " after "
                    + tried.latency().toMillis() + " ms" + named + detail;
            steps.add(step(sent, tried.at(), Kind.ATTEMPT, text));
        }
        steps.add(state(sent, now));
        return steps;
    }

    private static Step state(Sent sent, Instant now) {
        String with = sent.toldWith() == 0 ? "" : ", in one message with " + sent.toldWith() + " other tasks";
        Instant at = sent.finishedAt() == null ? now : sent.finishedAt();
        String text =
                switch (sent.state()) {
                    case "delivered" -> "Delivered to channel " + sent.channel() + with + ".";
                    case "dead" -> "Given up for channel " + sent.channel() + ": " + sent.reason();
                    default -> "Waits for channel " + sent.channel() + ": " + waiting(sent, now);
                };
        return step(sent, at, Kind.STATE, text);
    }

    /** The first thing that keeps it, in the order in which the dispatcher looks. */
    private static String waiting(Sent sent, Instant now) {
        LaneState lane = sent.lane();
        if (lane == null) {
            return "the channel is not registered. " + (sent.reason() == null ? "" : sent.reason());
        }
        if (sent.inHand()) {
            return "it is being sent.";
        }
        if (lane.pausedUntil() != null && lane.pausedUntil().isAfter(now)) {
            return "the provider asked to wait until " + lane.pausedUntil() + ". "
                    + (sent.reason() == null ? "" : sent.reason());
        }
        if (lane.probeAt() != null && lane.probeAt().isAfter(now)) {
            return "nothing has arrived there since " + lane.failingSince() + "; a single message is tried at "
                    + lane.probeAt() + ".";
        }
        if (sent.behindEarlier()) {
            return "an earlier message about this task goes first.";
        }
        if (sent.dueAt().isAfter(now)) {
            return "it is tried again at " + sent.dueAt() + ". " + (sent.reason() == null ? "" : sent.reason());
        }
        if (lane.openAt().isAfter(now)) {
            return "as many messages as the channel may get were sent; the next may go at " + lane.openAt() + ".";
        }
        return "it is about to be sent.";
    }

    private static Step step(Sent sent, Instant at, Kind kind, String text) {
        return new Step(at, kind, sent.eventId(), sent.id(), text.strip());
    }
}
