package dev.taskping.chaos.reply;

import java.util.List;

/**
 * What became of answers.
 *
 * @param seed what to replay it with
 * @param accepted commands that the relay accepted, each once
 * @param launches Launches in the cluster
 * @param jobs Jobs made of Launches
 * @param settled whether every Launch was decided in time
 * @param faults what is not one to one
 */
public record ReplyReport(long seed, int accepted, int launches, int jobs, boolean settled, List<String> faults) {

    /** The heading of {@link #line()}. */
    public static final String HEADER = "%-26s %9s %9s %9s".formatted("answers", "accepted", "Launches", "Jobs");

    /** Whether they are one to one. */
    public boolean passed() {
        return settled && faults.isEmpty() && accepted == launches && launches == jobs;
    }

    /** As people read it. */
    public String line() {
        return "%-26s %9d %9d %9d%s".formatted("seed " + seed, accepted, launches, jobs, passed() ? "" : "   FAILED");
    }
}
