package dev.taskping.testkit.simulator.discord;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal in the words of the real API ("Opcodes and Status Codes", JSON Error Codes). */
final class DiscordError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;
    private final String field;
    private final String fault;

    private DiscordError(int status, int code, String message, String field, String fault) {
        super(message);
        this.status = status;
        this.code = code;
        this.field = field;
        this.fault = fault;
    }

    static DiscordError of(int status, int code, String message) {
        return new DiscordError(status, code, message, "", "");
    }

    static DiscordError unauthorized() {
        return of(401, 0, "401: Unauthorized");
    }

    static DiscordError unknownMessage() {
        return of(404, 10008, "Unknown Message");
    }

    /** A field at fault: {@code embeds.0.description}, {@code BASE_TYPE_MAX_LENGTH}, a sentence. */
    static DiscordError invalidForm(String field, String fault, String sentence) {
        return new DiscordError(400, 50035, sentence, field, fault);
    }

    static DiscordError tooLong(String field, int limit) {
        return invalidForm(field, "BASE_TYPE_MAX_LENGTH", "Must be " + limit + " or fewer in length.");
    }

    static DiscordError required(String field) {
        return invalidForm(field, "BASE_TYPE_REQUIRED", "This field is required");
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("message", field.isEmpty() ? String.valueOf(getMessage()) : "Invalid Form Body")
                .put("code", code);
        if (!field.isEmpty()) {
            ObjectNode errors = body.putObject("errors");
            for (String part : field.split("\\.")) {
                errors = errors.putObject(part);
            }
            errors.putArray("_errors").addObject().put("code", fault).put("message", String.valueOf(getMessage()));
        }
        return body;
    }
}
