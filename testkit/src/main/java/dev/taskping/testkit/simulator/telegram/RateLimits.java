package dev.taskping.testkit.simulator.telegram;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How often a bot may write. Telegram's FAQ for bots ("My bot is hitting limits"): about one message a second in one
 * chat with short bursts, 20 a minute in one group, 30 a second in all.
 */
public final class RateLimits {

    /** Telegram does not say how short a burst is; five is what bots get away with. */
    private static final int CHAT_BURST = 5;

    private final double speed;
    private final Map<Long, Bucket> chats = new HashMap<>();
    private final Bucket overall;

    private RateLimits(double speed) {
        this.speed = speed;
        this.overall = new Bucket(30, 30);
    }

    /** Telegram's own. */
    public static RateLimits documented() {
        return new RateLimits(1);
    }

    /** The same rules on a clock that runs {@code speed} times as fast. */
    public static RateLimits faster(double speed) {
        return new RateLimits(speed);
    }

    /** No limits. */
    public static RateLimits none() {
        return new RateLimits(Double.POSITIVE_INFINITY);
    }

    /** Counts one message; if there are too many, how many seconds to wait instead. */
    synchronized OptionalInt take(long chatId) {
        if (Double.isInfinite(speed)) {
            return OptionalInt.empty();
        }
        long now = System.nanoTime();
        boolean group = chatId < 0;
        Bucket chat =
                chats.computeIfAbsent(chatId, id -> group ? new Bucket(20, 20 / 60.0) : new Bucket(CHAT_BURST, 1));
        double wait = Math.max(chat.secondsUntilFree(now), overall.secondsUntilFree(now));
        if (wait > 0) {
            return OptionalInt.of(Math.max(1, (int) Math.ceil(wait)));
        }
        chat.take();
        overall.take();
        return OptionalInt.empty();
    }

    private final class Bucket {
        private final double capacity;
        private final double perSecond;
        private double tokens;
        private long at = System.nanoTime();

        Bucket(double capacity, double perSecond) {
            this.capacity = capacity;
            this.perSecond = perSecond;
            this.tokens = capacity;
        }

        double secondsUntilFree(long now) {
            tokens = Math.min(capacity, tokens + (now - at) / 1e9 * perSecond * speed);
            at = now;
            return tokens >= 1 ? 0 : (1 - tokens) / (perSecond * speed);
        }

        void take() {
            tokens -= 1;
        }
    }
}
