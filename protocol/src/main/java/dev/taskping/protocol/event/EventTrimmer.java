package dev.taskping.protocol.event;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fits events into {@link EventLimits}, so that no event is lost because it is too large. Pure. */
public final class EventTrimmer {

    /** Labels that TaskPing and schedulers read are kept first; of the others the first by name. */
    private static final String KEPT_FIRST = "taskping.dev/";

    private static final String ELLIPSIS = "…";
    private static final int MINIMAL_TEXT = 256;

    private EventTrimmer() {}

    /**
     * An event, and what had to be left out of it.
     *
     * @param event within the limits
     * @param omitted in words, such as {@code 12 of 524 channels}; empty if nothing was
     */
    public record Trimmed(TaskEvent event, List<String> omitted) {}

    /** The event within the limits. The first channels, launches and rules stay. */
    public static Trimmed fit(TaskEvent event) {
        List<String> omitted = new ArrayList<>();
        TaskData data = event.data();
        TaskIdentity task = data.task();
        TaskData fitted = new TaskData(
                new TaskIdentity(
                        task.kind(), task.namespace(), task.name(), task.uid(), labels(task.labels(), omitted)),
                outcome(data.outcome(), EventLimits.TEXT),
                data.timing(),
                data.usage(),
                log(data.log()),
                first(data.route(), EventLimits.ROUTES, "channels", omitted),
                first(data.next(), EventLimits.NEXT, "launches", omitted).stream()
                        .map(EventTrimmer::next)
                        .toList(),
                first(data.finishRoute(), EventLimits.ROUTES, "channels for the end", omitted),
                first(data.rules(), EventLimits.RULES, "rules", omitted).stream()
                        .map(EventTrimmer::rule)
                        .toList(),
                progress(data.progress()),
                data.attempts());
        return new Trimmed(event.withData(fitted), List.copyOf(omitted));
    }

    /**
     * What must arrive even if the relay, or something on the way to it, takes no more of the event: the task, how it ended, and whom
     * to tell.
     */
    public static TaskEvent minimal(TaskEvent event) {
        TaskData data = fit(event).event().data();
        TaskIdentity task = data.task();
        TaskData minimal = new TaskData(
                new TaskIdentity(task.kind(), task.namespace(), task.name(), task.uid(), Map.of()),
                outcome(data.outcome(), MINIMAL_TEXT),
                data.timing(),
                null,
                null,
                data.route(),
                List.of(),
                data.finishRoute(),
                List.of(),
                data.progress() == null
                        ? null
                        : new Progress(
                                data.progress().fraction(),
                                null,
                                data.progress().remaining()),
                null);
        return event.withData(minimal);
    }

    private static Map<String, String> labels(Map<String, String> labels, List<String> omitted) {
        Map<String, String> usable = labels.entrySet().stream()
                .filter(label -> label.getKey().length() <= EventLimits.LABEL_KEY
                        && label.getValue().length() <= EventLimits.LABEL_VALUE)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, same) -> one, TreeMap::new));
        List<String> kept = first(
                usable.keySet().stream()
                        .sorted(Comparator.comparing((String key) -> !key.startsWith(KEPT_FIRST))
                                .thenComparing(Function.identity()))
                        .toList(),
                EventLimits.LABELS,
                "labels",
                omitted);
        usable.keySet().retainAll(Set.copyOf(kept));
        return usable;
    }

    private static @Nullable Outcome outcome(@Nullable Outcome outcome, int longest) {
        return outcome == null
                ? null
                : new Outcome(
                        outcome.result(),
                        cut(outcome.reason(), EventLimits.NAME),
                        cut(outcome.message(), longest),
                        cut(outcome.verdict(), EventLimits.NAME),
                        outcome.exitCode(),
                        outcome.failedPod(),
                        outcome.container());
    }

    private static @Nullable Progress progress(@Nullable Progress progress) {
        return progress == null
                ? null
                : new Progress(progress.fraction(), cut(progress.text(), EventLimits.PROGRESS), progress.remaining());
    }

    /** The end of a log says more than its beginning. */
    private static @Nullable LogExcerpt log(@Nullable LogExcerpt log) {
        if (log == null) {
            return null;
        }
        byte[] bytes = log.tail().getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= EventLimits.LOG_TAIL) {
            return log;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.IGNORE)
                .onUnmappableCharacter(CodingErrorAction.IGNORE);
        CharBuffer end = CharBuffer.allocate(EventLimits.LOG_TAIL);
        decoder.decode(ByteBuffer.wrap(bytes, bytes.length - EventLimits.LOG_TAIL, EventLimits.LOG_TAIL), end, true);
        return new LogExcerpt(end.flip().toString(), true);
    }

    private static NextLaunch next(NextLaunch next) {
        return next.parameters().size() <= EventLimits.PARAMETERS
                ? next
                : new NextLaunch(
                        next.template(),
                        next.parameters().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .limit(EventLimits.PARAMETERS)
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static RuleEvaluation rule(RuleEvaluation rule) {
        return new RuleEvaluation(
                rule.policy(),
                rule.events(),
                rule.applies(),
                rule.channels().stream().limit(EventLimits.RULE_CHANNELS).toList(),
                rule.refused().stream().limit(EventLimits.RULE_CHANNELS).toList());
    }

    private static <T> List<T> first(List<T> all, int most, String what, List<String> omitted) {
        if (all.size() <= most) {
            return all;
        }
        omitted.add((all.size() - most) + " of " + all.size() + " " + what);
        return all.subList(0, most);
    }

    private static @Nullable String cut(@Nullable String text, int longest) {
        if (text == null || text.length() <= longest) {
            return text;
        }
        int end = longest - ELLIPSIS.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + ELLIPSIS;
    }
}
