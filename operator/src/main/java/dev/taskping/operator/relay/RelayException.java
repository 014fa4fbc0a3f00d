package dev.taskping.operator.relay;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The relay did not carry out a request. */
public final class RelayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What can be done about it. */
    public enum Kind {
        /** The relay could not be reached, or cannot serve the request now: another attempt may succeed. */
        UNAVAILABLE,
        /** The relay does not know this cluster: another attempt may succeed after an administrator has acted. */
        UNAUTHORIZED,
        /** The relay refuses this request: another attempt will not succeed. */
        REFUSED
    }

    private static final int NO_ANSWER = 0;

    private final Kind kind;
    private final int status;
    private final @Nullable Duration retryAfter;

    RelayException(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.status = NO_ANSWER;
        this.retryAfter = retryAfter;
    }

    /** @param status of the HTTP answer */
    RelayException(Kind kind, int status, String message, @Nullable Duration retryAfter) {
        super(message);
        this.kind = kind;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** The relay rejects an event. */
    public static RelayException rejected(String message) {
        return new RelayException(Kind.REFUSED, message, null, null);
    }

    /**
     * Whether the answer may be about what was sent, and not about the relay: a firewall or a fault of the relay may refuse one text and
     * take the next.
     */
    public boolean mayBeAboutTheContent() {
        return status == 403 || status == 500;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** What can be done about it. */
    public Kind kind() {
        return kind;
    }

    /** How long the relay asked to wait before the next attempt, if it did. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
