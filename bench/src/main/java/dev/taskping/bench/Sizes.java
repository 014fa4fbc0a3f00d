package dev.taskping.bench;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The sizes of a run. */
public final class Sizes {

    private final Map<Size, Integer> chosen = new EnumMap<>(Size.class);

    /** How large something is in this run. */
    public int of(Size size) {
        return chosen.getOrDefault(size, size.normal());
    }

    /** Takes {@code name=value}. */
    void choose(String argument) {
        int equals = argument.indexOf('=');
        String id = argument.substring(0, equals);
        Size size = Arrays.stream(Size.values())
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no size '" + id + "'; there are "
                        + Arrays.stream(Size.values()).map(Size::id).collect(Collectors.joining(", "))));
        chosen.put(size, Integer.parseInt(argument.substring(equals + 1)));
    }

    /** What differs from the budgets, such as {@code steady.rate=50}; empty if nothing does. */
    String differences() {
        return chosen.entrySet().stream()
                .map(entry -> entry.getKey().id() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
