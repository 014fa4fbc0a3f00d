package dev.taskping.protocol.template;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The variables that a template may use. Any other name is a fault. A variable whose value is unknown for a task is empty, and false
 * as a section.
 */
public final class TemplateVariables {

    /** The prefix of a label's variable, such as {@code labels.team}. */
    public static final String LABELS = "labels.";

    /** The lists, each with the variables of its elements and their meanings. */
    public static final Map<String, Map<String, String>> LISTS = Map.of(
            "facts",
            ordered("name", "the fact's name, such as Duration", "value", "its value, such as 3 h 12 min"),
            "next",
            ordered("template", "a LaunchTemplate that a reply may launch"));

    /** All other variables with their meanings. */
    public static final Map<String, String> VALUES = ordered(
            "title",
            "the default title, such as ✅ train-llm succeeded",
            "task.name",
            "the Job's name",
            "task.namespace",
            "the Job's namespace",
            "task.kind",
            "Job, or Session for a command-line session",
            "task.uid",
            "the Job's uid",
            "started",
            "true in a message about the start",
            "running",
            "true in a message about progress",
            "finished",
            "true in a message about the end",
            "succeeded",
            "true if the Job succeeded",
            "failed",
            "true if the Job failed",
            "cancelled",
            "true if the Job was deleted before it ended",
            "gone",
            "true if the Job disappeared and its outcome is unknown",
            "outcome.result",
            "Succeeded, Failed, Cancelled or Gone",
            "outcome.reason",
            "one word, such as BackoffLimitExceeded",
            "outcome.message",
            "a sentence",
            "outcome.verdict",
            "the most likely cause of a failure, such as OutOfMemory",
            "outcome.exitCode",
            "the exit code of the first container that failed",
            "outcome.pod",
            "the first pod that failed",
            "outcome.container",
            "the container that the exit code belongs to",
            "attempt",
            "which attempt this was, such as 2 of 4; empty for the first",
            "duration",
            "time from start to end, such as 3 h 12 min; until now while the Job runs",
            "time.queued",
            "when the Job was created, such as 2026-01-01 00:10 UTC",
            "time.started",
            "when the Job started",
            "time.finished",
            "when the Job ended",
            "usage.gpus",
            "the number of GPUs that the Job held",
            "usage.gpuHours",
            "GPUs times hours",
            "progress.percent",
            "progress from 0 to 100",
            "progress.text",
            "the Job's own words about its progress",
            "progress.remaining",
            "the estimated time until the end",
            "log.lastLine",
            "the last line of the log",
            "log.lastLines",
            "the last lines of the log, at most ten lines and 1,000 characters");

    private static final Set<String> NAMES = Stream.concat(
                    VALUES.keySet().stream(),
                    LISTS.entrySet().stream()
                            .flatMap(
                                    list -> Stream.concat(Stream.of(list.getKey()), list.getValue().keySet().stream())))
            .collect(Collectors.toUnmodifiableSet());

    private TemplateVariables() {}

    /** Whether a template may use the name anywhere. */
    static boolean isKnown(String name) {
        return NAMES.contains(name)
                || isLabel(name)
                || Set.of(".", "this", "-first", "-last", "-index").contains(name);
    }

    /** Whether the name is a label's variable. */
    static boolean isLabel(String name) {
        return name.startsWith(LABELS) && name.length() > LABELS.length();
    }

    /** Whether these are the top-level variables, not those of a list element. */
    static boolean isOutermost(Map<?, ?> values) {
        return values.containsKey("task.name");
    }

    /** A value for every variable, to test a template. */
    static Map<String, @Nullable Object> sampleValues() {
        Map<String, @Nullable Object> all = new HashMap<>();
        VALUES.keySet().forEach(name -> all.put(name, "x"));
        LISTS.forEach((name, element) -> all.put(name, List.of(element)));
        return all;
    }

    /** Every variable without a value. */
    public static Map<String, @Nullable Object> emptyValues() {
        Map<String, @Nullable Object> none = new HashMap<>();
        VALUES.keySet().forEach(name -> none.put(name, null));
        LISTS.keySet().forEach(name -> none.put(name, List.of()));
        return none;
    }

    private static Map<String, String> ordered(String... namesAndMeanings) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndMeanings.length; i += 2) {
            map.put(namesAndMeanings[i], namesAndMeanings[i + 1]);
        }
        return Collections.unmodifiableMap(map);
    }
}
