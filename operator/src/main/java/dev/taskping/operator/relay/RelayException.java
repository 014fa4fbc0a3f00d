package dev.taskping.operator.relay;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that the relay did not carry out. */
public final class RelayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What can be done about it. */
    public enum Kind {
        /** It could not be reached, or said that it cannot now: trying again helps. */
        UNAVAILABLE,
        /** It does not know us: an administrator has to act, trying again helps after that. */
        UNAUTHORIZED,
        /** It refuses this very request: trying again does not help. */
        REFUSED
    }

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    RelayException(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** What can be done about it. */
    public Kind kind() {
        return kind;
    }

    /** How long the relay asked us to wait, if it did. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
