package dev.taskping.protocol.relay;

import org.jspecify.annotations.Nullable;

/**
 * An error of the REST API, as RFC 9457 problem details ({@code application/problem+json}).
 *
 * @param type a stable word for programs: {@code unauthorized}, {@code invalid-request}, {@code not-found}
 * @param title the error in a few words
 * @param status the HTTP status
 * @param detail the affected object and what to do
 */
public record Problem(String type, String title, int status, @Nullable String detail) {}
