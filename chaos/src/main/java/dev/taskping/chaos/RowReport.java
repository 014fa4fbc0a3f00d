package dev.taskping.chaos;

import dev.taskping.chaos.fault.Timeline;
import dev.taskping.chaos.verdict.Findings;
import java.util.List;

/**
 * What a row showed.
 *
 * @param fault its name
 * @param seed what to replay it with
 * @param findings the counts
 * @param settled whether everything came to rest in time
 * @param strikes what was done, in words
 * @param troubles what was broken when
 * @param remarks a line for each thing that is not as it should be or needs an explanation
 */
record RowReport(
        String fault,
        long seed,
        Findings findings,
        boolean settled,
        List<String> strikes,
        List<Timeline.Interval> troubles,
        List<String> remarks) {

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

    /** The row as people read it, with what there is to say below. */
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
