package dev.taskping.protocol.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of its task.
 *
 * @param task who it is
 * @param outcome how it ended; present exactly in {@link TaskEventType#FINISHED} events
 * @param timing when it was queued, started, finished, as far as known
 * @param usage what it used, as far as known
 * @param log the end of its log, where it was asked for and could be read
 * @param route whom to tell of this very event; empty means: record it, tell nobody
 * @param next what a reply may launch, most likely first
 */
public record TaskData(
        TaskIdentity task,
        @Nullable Outcome outcome,
        Timing timing,
        @Nullable Usage usage,
        @Nullable LogExcerpt log,
        List<Route> route,
        List<NextLaunch> next) {

    public TaskData {
        timing = timing == null ? Timing.UNKNOWN : timing;
        route = route == null ? List.of() : List.copyOf(route);
        next = next == null ? List.of() : List.copyOf(next);
    }
}
