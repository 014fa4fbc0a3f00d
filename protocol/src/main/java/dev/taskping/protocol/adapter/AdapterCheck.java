package dev.taskping.protocol.adapter;

/**
 * The answer to a check: {@code {"ready": true, "reason": "Verified", "message": "…"}}.
 *
 * @param ready whether the adapter can deliver messages now
 * @param reason one CamelCase word: {@code Verified}, {@code Unauthorized}, {@code Unreachable}
 * @param message a sentence with the provider's own answer and what to do, without secrets
 */
public record AdapterCheck(boolean ready, String reason, String message) {}
