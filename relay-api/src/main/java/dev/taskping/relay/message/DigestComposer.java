package dev.taskping.relay.message;

import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Fact;
import dev.taskping.relay.channel.render.SafeCut;
import dev.taskping.relay.channel.spi.Notification;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Composes one message about many events: one line each, failures first. Pure. */
public final class DigestComposer {

    /** A Job's name has at most 63 characters, and a title adds little; only names of sessions can be longer. */
    private static final int LONGEST_TITLE = 90;

    /** What a line says beside the title, where there is such a fact. */
    private static final List<String> TOLD = List.of("Verdict", "Duration");

    private DigestComposer() {}

    /** The message about all of these. */
    public static Message compose(List<Notification> news) {
        List<Notification> ordered = news.stream()
                .sorted(Comparator.comparing(
                        Notification::message,
                        Comparator.comparing(Message::severity).reversed()))
                .toList();
        boolean oneNamespace =
                news.stream().map(DigestComposer::namespace).distinct().count() == 1;
        String lines = ordered.stream().map(one -> line(one, oneNamespace)).collect(Collectors.joining("\n"));
        List<Fact> facts = oneNamespace && !namespace(news.getFirst()).isEmpty()
                ? List.of(new Fact("Namespace", namespace(news.getFirst())))
                : List.of();
        return new Message(
                "📬 " + news.size() + " tasks: " + counts(news),
                ordered.getFirst().message().severity(),
                lines + "\n\nThey came faster than messages may be sent here, so they come together.",
                facts,
                null,
                List.of(),
                null);
    }

    private static String line(Notification one, boolean oneNamespace) {
        List<String> parts = new ArrayList<>();
        parts.add(SafeCut.head(one.message().title(), LONGEST_TITLE));
        if (!oneNamespace) {
            parts.add(namespace(one));
        }
        for (String name : TOLD) {
            one.message().facts().stream()
                    .filter(fact -> fact.name().equals(name))
                    .map(Fact::value)
                    .forEach(parts::add);
        }
        return String.join(" · ", parts);
    }

    private static String counts(List<Notification> news) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Result result : Result.values()) {
            long times = news.stream().filter(one -> result == result(one)).count();
            if (times > 0) {
                counts.put(word(result), (int) times);
            }
        }
        int started = (int) news.stream().filter(one -> result(one) == null).count();
        if (started > 0) {
            counts.put("started", started);
        }
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String word(Result result) {
        return switch (result) {
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            case CANCELLED -> "cancelled";
            case GONE -> "ended unseen";
        };
    }

    private static @Nullable Result result(Notification one) {
        TaskEvent event = one.event();
        Outcome outcome = event == null ? null : event.data().outcome();
        return outcome == null ? null : outcome.result();
    }

    private static String namespace(Notification one) {
        TaskEvent event = one.event();
        TaskIdentity task = event == null ? null : event.data().task();
        return task == null ? "" : task.namespace();
    }
}
