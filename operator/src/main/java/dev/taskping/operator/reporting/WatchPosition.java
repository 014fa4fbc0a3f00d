package dev.taskping.operator.reporting;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far one watch has come. While Jobs change, that is the newest change seen. While none does, it is what the API server had
 * reached a while ago: a watch that works has shown everything since.
 */
final class WatchPosition {

    private final Duration quiet;
    private String seen = "";
    private String value = "";
    private @Nullable String listed;
    private Instant since = Instant.EPOCH;

    /**
     * A position at the start of a watch.
     *
     * @param quiet how long nothing has to change until the position follows the API server
     */
    WatchPosition(Duration quiet) {
        this.quiet = quiet;
    }

    /**
     * Notes the newest change seen.
     *
     * @return whether nothing has changed for a while, and {@link #follow} is to be called
     */
    boolean isQuiet(String newest, Instant now) {
        if (!newest.equals(seen)) {
            seen = newest;
            value = newest;
            listed = null;
            since = now;
            return false;
        }
        boolean isQuiet = !now.isBefore(since.plus(quiet));
        since = isQuiet ? now : since;
        return isQuiet;
    }

    /**
     * Moves to what the API server had reached the last time.
     *
     * @param current what it has reached now; null if the watch is interrupted
     */
    void follow(@Nullable String current) {
        if (current != null && listed != null) {
            value = listed;
        }
        listed = current;
    }

    /** The resource version from which nothing is missed. */
    String value() {
        return value;
    }
}
