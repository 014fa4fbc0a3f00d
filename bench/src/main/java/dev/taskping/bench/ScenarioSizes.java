package dev.taskping.bench;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The sizes of a run. */
public final class ScenarioSizes {

    private final Map<ScenarioSize, Integer> chosen = new EnumMap<>(ScenarioSize.class);

    /** How large something is in this run. */
    public int of(ScenarioSize scenarioSize) {
        return chosen.getOrDefault(scenarioSize, scenarioSize.normal());
    }

    /**
     * Takes {@code name=value}.
     *
     * @throws IllegalArgumentException if there is no such size, or the value is not a number above zero
     */
    void choose(String argument) {
        int equals = argument.indexOf('=');
        String id = argument.substring(0, equals);
        ScenarioSize scenarioSize = Arrays.stream(ScenarioSize.values())
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no size '" + id + "'; there are " + usual()));
        chosen.put(scenarioSize, number(id, argument.substring(equals + 1)));
    }

    private static int number(String id, String value) {
        if (!value.matches("[1-9]\\d{0,6}")) {
            throw new IllegalArgumentException(
                    "The size " + id + " is a number from 1 to 9999999, such as " + id + "=100, not '" + value + "'");
        }
        return Integer.parseInt(value);
    }

    /** All sizes, as the budgets have them. */
    static String usual() {
        return Arrays.stream(ScenarioSize.values())
                .map(scenarioSize -> scenarioSize.id() + "=" + scenarioSize.normal())
                .collect(Collectors.joining(", "));
    }

    /** What differs from the budgets, such as {@code steady.rate=50}; empty if nothing does. */
    String differences() {
        return chosen.entrySet().stream()
                .map(entry -> entry.getKey().id() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
