package dev.taskping.relay.message;

import dev.taskping.protocol.event.Progress;
import dev.taskping.protocol.message.Message.Fact;
import dev.taskping.protocol.time.DurationFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Formats the progress of a task. Pure. */
final class ProgressFormat {

    private static final int BAR = 12;

    private ProgressFormat() {}

    /** The text after the task's name in a title. */
    static String title(Progress progress) {
        Double fraction = progress.fraction();
        return fraction == null ? " is running" : " is at " + percent(fraction) + " %";
    }

    /** A bar, and the task's own text. */
    static String text(Progress progress) {
        List<String> lines = new ArrayList<>();
        Double fraction = progress.fraction();
        if (fraction != null) {
            int full = (int) Math.floor(fraction * BAR);
            lines.add("█".repeat(full) + "░".repeat(BAR - full));
        }
        if (progress.text() != null && !progress.text().isBlank()) {
            lines.add(progress.text().strip());
        }
        return String.join("\n", lines);
    }

    static List<Fact> facts(Progress progress, @Nullable Instant started, Instant now) {
        List<Fact> facts = new ArrayList<>();
        if (started != null && started.isBefore(now)) {
            facts.add(new Fact("Running for", DurationFormat.words(Duration.between(started, now))));
        }
        if (progress.remaining() != null) {
            facts.add(new Fact("Time left", DurationFormat.words(progress.remaining())));
        }
        return facts;
    }

    /** Shows 100 % only if the work is done. */
    private static int percent(double fraction) {
        return (int) Math.floor(fraction * 100);
    }
}
