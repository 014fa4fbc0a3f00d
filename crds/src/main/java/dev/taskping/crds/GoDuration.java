package dev.taskping.crds;

import dev.taskping.protocol.time.CompactDuration;
import java.time.Duration;

/** Durations in manifests, in the format of Go and CEL: hours, minutes and seconds such as {@code 90s} or {@code 1h30m}. */
public final class GoDuration {

    /** The pattern that the schema accepts. */
    public static final String PATTERN = "^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$";

    private GoDuration() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException if the text is not a duration; the message shows a valid one
     */
    public static Duration parse(String text) {
        return CompactDuration.HOURS_TO_SECONDS
                .parse(text)
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + text + "' is not a duration; write for example 15m"));
    }
}
