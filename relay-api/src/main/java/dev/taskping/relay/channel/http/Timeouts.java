package dev.taskping.relay.channel.http;

import java.time.Duration;

/**
 * How long a client waits for a provider.
 *
 * @param connect until the connection is open
 * @param transfer until the next byte
 * @param call for the whole call
 */
public record Timeouts(Duration connect, Duration transfer, Duration call) {

    /** The timeouts of channels. */
    public static final Timeouts USUAL =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(30));

    /** The same for all three. */
    public static Timeouts of(Duration each) {
        return new Timeouts(each, each, each);
    }
}
