package dev.taskping.relay.channel.http;

import java.time.Duration;

/**
 * How long a provider is waited for.
 *
 * @param connect until a connection stands
 * @param transfer until the next byte
 * @param call for one call as a whole
 */
public record Timeouts(Duration connect, Duration transfer, Duration call) {

    /** What channels get. */
    public static final Timeouts USUAL =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(30));

    /** The same for all three. */
    public static Timeouts of(Duration each) {
        return new Timeouts(each, each, each);
    }
}
