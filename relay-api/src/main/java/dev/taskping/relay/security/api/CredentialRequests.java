package dev.taskping.relay.security.api;

import dev.taskping.protocol.time.CompactDuration;
import dev.taskping.relay.platform.api.ProblemException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what requests about credentials have in common. Pure. */
final class CredentialRequests {

    /** As the chart's {@code cluster.id}. */
    private static final Pattern CLUSTER = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9 ._@-]{0,62}[A-Za-z0-9])?");
    private static final Duration OVERLAP = Duration.ofHours(1);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

    private CredentialRequests() {}

    /**
     * How long two credentials overlap.
     *
     * @param overlap how long the earlier credential stays valid, such as {@code 30m} or {@code 7d}; an hour if absent
     */
    record Rotation(@Nullable String overlap) {}

    static String tokenName(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw ProblemException.invalid(
                    "name: must have 1 to 64 letters, digits, spaces, and '._@-', such as 'ci' or 'mia laptop'.");
        }
        return name;
    }

    static String cluster(@Nullable String id) {
        if (id == null || !CLUSTER.matcher(id).matches()) {
            throw ProblemException.invalid(
                    "id: must be the cluster.id that the cluster's chart is installed with: 1 to 63 lower case letters, digits, '-', '.'.");
        }
        return id;
    }

    static Duration overlap(@Nullable Rotation rotation) {
        String text = rotation == null ? null : rotation.overlap;
        Duration overlap = text == null ? OVERLAP : duration("overlap", text);
        if (overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw ProblemException.invalid("overlap: at most " + LONGEST_OVERLAP.toDays() + "d.");
        }
        return overlap;
    }

    static Duration duration(String field, String text) {
        return CompactDuration.DAYS_TO_MINUTES
                .parse(text)
                .orElseThrow(() -> ProblemException.invalid(field + ": must be a time such as 30m, 12h or 90d."));
    }
}
