package dev.taskping.testkit.simulator.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** What a simulator does with a request. */
public sealed interface Reply {

    /**
     * A proper answer.
     *
     * @param status the HTTP status
     * @param headers by name
     * @param body the bytes of the body
     */
    record Answer(int status, Map<String, String> headers, byte[] body) implements Reply {}

    /**
     * Breaks the connection after a while.
     *
     * @param after how long to keep it open in silence
     */
    record Break(Duration after) implements Reply {}

    /** JSON text with a status. */
    static Reply json(int status, String json) {
        return of(status, "application/json", json);
    }

    /** Text of some media type with a status. */
    static Reply of(int status, String mediaType, String text) {
        return new Answer(
                status, Map.of("Content-Type", mediaType + "; charset=utf-8"), text.getBytes(StandardCharsets.UTF_8));
    }

    /** A status with nothing to say. */
    static Reply empty(int status) {
        return new Answer(status, Map.of(), new byte[0]);
    }
}
