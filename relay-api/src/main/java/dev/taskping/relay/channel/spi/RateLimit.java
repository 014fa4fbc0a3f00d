package dev.taskping.relay.channel.spi;

import dev.taskping.protocol.channel.Rate;
import java.time.Duration;
import java.time.Instant;

/**
 * How fast messages may go to one destination, as a generic cell rate (ITU-T I.371): some at once, then one every interval. The
 * state of a destination is a single instant, so replicas can share it through the database.
 *
 * @param interval between two messages once the burst is used up, longer than zero
 * @param burst messages that may go at once, at least 1
 */
public record RateLimit(Duration interval, int burst) {

    /** The database keeps whole milliseconds. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** A quarter of the rate at once and the rest evenly, so that no stretch of its length holds more than the rate. */
    public static RateLimit of(Rate rate) {
        int burst = Math.max(1, rate.messages() / 4);
        int evenly = Math.max(1, rate.messages() - burst);
        Duration interval = rate.per().dividedBy(evenly);
        return new RateLimit(interval.compareTo(SHORTEST) < 0 ? SHORTEST : interval, burst);
    }

    /**
     * How many messages may go now.
     *
     * @param nextAt when a message would go if there were no burst
     */
    public int allowed(Instant nextAt, Instant now) {
        Duration ahead = nextAt.isAfter(now) ? Duration.between(now, nextAt) : Duration.ZERO;
        Duration room = interval.multipliedBy(burst).minus(ahead);
        return room.isNegative() ? 0 : Math.toIntExact(room.dividedBy(interval));
    }

    /** When a message would go if there were no burst, after this many went now. */
    public Instant after(int messages, Instant nextAt, Instant now) {
        Instant from = nextAt.isAfter(now) ? nextAt : now;
        return from.plus(interval.multipliedBy(messages));
    }
}
