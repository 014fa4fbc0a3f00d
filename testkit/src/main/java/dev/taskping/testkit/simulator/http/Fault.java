package dev.taskping.testkit.simulator.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One way in which a provider can fail. */
public sealed interface Fault {

    /**
     * Answers with an error status and does nothing else.
     *
     * @param code the HTTP status
     * @param retryAfter how long the provider asks to wait, if it says so
     */
    record Status(int code, @Nullable Duration retryAfter) implements Fault {}

    /**
     * Answers with an error in the provider's words and does nothing else.
     *
     * @param code the HTTP status
     * @param description the words
     */
    record Refusal(int code, String description) implements Fault {}

    /**
     * Accepts the request and says nothing for a while, then breaks the connection.
     *
     * @param duration how long
     */
    record Hang(Duration duration) implements Fault {}

    /** Breaks the connection without having done anything. */
    record Reset() implements Fault {}

    /** Does what was asked, then breaks the connection instead of saying so. */
    record ResetAfterAccept() implements Fault {}
}
