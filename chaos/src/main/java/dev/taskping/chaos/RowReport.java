package dev.taskping.chaos;

import dev.taskping.chaos.fault.OutageTimeline;
import dev.taskping.chaos.verdict.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a row showed.
 *
 * @param fault its name
 * @param seed what to replay it with
 * @param findings the counts
 * @param settled whether everything came to rest in time
 * @param strikes what was done, in words
 * @param troubles what was broken when
 */
record RowReport(
        String fault,
        long seed,
        Findings findings,
        boolean settled,
        List<String> strikes,
        List<OutageTimeline.Interval> troubles) {

    static final String HEADER = "%-26s %6s %6s %6s %8s %10s %9s %6s %7s %11s"
            .formatted(
                    "fault",
                    "Jobs",
                    "told",
                    "lost",
                    "doubled",
                    "in window",
                    "repeated",
                    "wrong",
                    "unseen",
                    "slowest ms");

    boolean passed() {
        return settled && findings.passed();
    }

    /** What is not as it should be, and the reasons of what is allowed, counted. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>(findings.faults());
        findings.explanations().stream()
                .collect(Collectors.groupingBy(RowReport::reason, TreeMap::new, Collectors.counting()))
                .forEach((reason, count) -> remarks.add(count + ": " + reason));
        if (!settled) {
            remarks.add("did not come to rest in time");
        }
        return remarks;
    }

    /** The end of an explanation, after what is special about one message. */
    private static String reason(String explanation) {
        return explanation.substring(Math.max(explanation.lastIndexOf("; "), explanation.lastIndexOf(") ")) + 2);
    }

    /** The row as people read it. */
    String line() {
        return "%-26s %6d %6d %6d %8d %10d %9d %6d %7d %11d%s"
                .formatted(
                        fault,
                        findings.jobs(),
                        findings.told(),
                        findings.lost(),
                        findings.doubled(),
                        findings.inCrashWindow(),
                        findings.repeated(),
                        findings.wrong(),
                        findings.unseen(),
                        findings.slowestMillis(),
                        passed() ? "" : "   FAILED");
    }
}
