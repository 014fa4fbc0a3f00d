package dev.taskping.relay.channel.conformance;

import java.net.URI;

/**
 * How much a provider takes.
 *
 * @param what such as {@code message}
 * @param most such as {@code 4096 UTF-16 units}
 * @param source where the provider says so
 */
public record Limit(String what, String most, URI source) {

    /** With the source as text. */
    public static Limit of(String what, String most, String source) {
        return new Limit(what, most, URI.create(source));
    }
}
