package dev.taskping.testkit.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Writes the numbered transcript of the demo. */
final class Narrator {

    private final PrintStream out;
    private final int steps;
    private final Instant began = Instant.now();
    private final Set<String> told = new HashSet<>();
    private int step;

    Narrator(PrintStream out, int steps) {
        this.out = out;
        this.steps = steps;
    }

    /** Begins the next step. */
    void step(String title) {
        step++;
        out.printf("%n[%d/%d] %s%n", step, steps, title);
    }

    /** Tells something within a step; every line is indented. */
    void tell(String text) {
        text.strip().lines().forEach(line -> out.println("      " + line));
    }

    /** Tells what of a transcript was not told before. Each entry begins with a time. */
    void tellNew(String transcript) {
        for (String entry : transcript.split("(?m)^(?=\\d\\d:\\d\\d:\\d\\d  )")) {
            if (!entry.isBlank() && told.add(entry.strip())) {
                tell(entry);
            }
        }
    }

    /** Tells that all of it happened. */
    void end(String text) {
        if (step != steps) {
            throw new IllegalStateException("The demo told " + step + " of " + steps + " steps");
        }
        out.printf("%n%s (%d s)%n", text, Duration.between(began, Instant.now()).toSeconds());
    }

    /** The step being told. */
    int current() {
        return step;
    }
}
