package dev.taskping.testkit.simulator.telegram;

import org.jspecify.annotations.Nullable;

/** A refusal in the words of the real Bot API. */
final class BotApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final @Nullable Integer retryAfter;

    private BotApiException(int code, String description, @Nullable Integer retryAfter) {
        super(description);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    static BotApiException badRequest(String description) {
        return new BotApiException(400, "Bad Request: " + description, null);
    }

    static BotApiException forbidden(String description) {
        return new BotApiException(403, "Forbidden: " + description, null);
    }

    static BotApiException conflict(String description) {
        return new BotApiException(409, "Conflict: " + description, null);
    }

    static BotApiException unauthorized() {
        return new BotApiException(401, "Unauthorized", null);
    }

    static BotApiException unknownMethod() {
        return new BotApiException(404, "Not Found: method not found", null);
    }

    static BotApiException tooManyRequests(int seconds) {
        return new BotApiException(429, "Too Many Requests: retry after " + seconds, seconds);
    }

    int code() {
        return code;
    }

    @Nullable
    Integer retryAfter() {
        return retryAfter;
    }
}
