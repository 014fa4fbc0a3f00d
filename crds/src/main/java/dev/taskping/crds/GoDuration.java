package dev.taskping.crds;

import dev.taskping.protocol.time.CompactDuration;
import java.time.Duration;

/** Durations as people write them in manifests, and as Go and CEL read them: {@code 90s}, {@code 1h30m}. */
public final class GoDuration {

    /** What the schema lets through. */
    static final String PATTERN = "^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$";

    private GoDuration() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException naming the text and a good one
     */
    public static Duration parse(String text) {
        return CompactDuration.HOURS_TO_SECONDS
                .parse(text)
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + text + "' is no duration; write for example 15m"));
    }
}
