package dev.taskping.testkit.simulator.discord;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.taskping.testkit.simulator.http.Reply;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Rate limits by route, told in headers as "Rate Limits" documents. Discord names no numbers; five writes in five seconds are
 * what its headers say for a channel's messages.
 */
final class RouteLimits {

    private static final int LIMIT = 5;
    private static final double WINDOW_SECONDS = 5;

    private final boolean enforced;
    private final Map<String, Window> windows = new HashMap<>();

    private static final class Window {
        private final long begin = System.nanoTime();
        private int used;

        double remainingSeconds() {
            return WINDOW_SECONDS - (System.nanoTime() - begin) / 1e9;
        }
    }

    RouteLimits(boolean enforced) {
        this.enforced = enforced;
    }

    /** What one request of a route leaves. */
    record Allowance(boolean allowed, Map<String, String> headers, double retryAfter) {

        /** The refusal, where it is not allowed. */
        Reply refusal() {
            return tooMany(retryAfter, headers);
        }
    }

    synchronized Allowance take(String route) {
        if (!enforced) {
            return new Allowance(true, Map.of(), 0);
        }
        Window window = windows.get(route);
        if (window == null || window.remainingSeconds() <= 0) {
            window = new Window();
            windows.put(route, window);
        }
        boolean allowed = window.used < LIMIT;
        if (allowed) {
            window.used++;
        }
        double reset = Math.max(0.001, window.remainingSeconds());
        return new Allowance(
                allowed,
                Map.of(
                        "X-RateLimit-Limit", Integer.toString(LIMIT),
                        "X-RateLimit-Remaining", Integer.toString(LIMIT - window.used),
                        "X-RateLimit-Reset-After", String.format(Locale.ROOT, "%.3f", reset),
                        "X-RateLimit-Bucket", Integer.toHexString(route.hashCode())),
                reset);
    }

    static Reply tooMany(double seconds, Map<String, String> headers) {
        Reply.Answer refusal = (Reply.Answer) Reply.json(
                429,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("message", "You are being rate limited.")
                        .put("retry_after", seconds)
                        .put("global", false)
                        .toString());
        Map<String, String> all = new HashMap<>(refusal.headers());
        all.putAll(headers);
        all.put("Retry-After", Long.toString((long) Math.ceil(seconds)));
        all.put("X-RateLimit-Scope", "user");
        return new Reply.Answer(429, all, refusal.body());
    }
}
