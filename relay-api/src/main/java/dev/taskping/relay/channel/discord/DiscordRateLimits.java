package dev.taskping.relay.channel.discord;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.relay.channel.http.JsonResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Headers;

/**
 * Routes of which Discord's headers say that nothing more goes through for a while. Asking all the same counts against the
 * relay's address: 10,000 invalid requests in ten minutes and it is shut out (Rate Limits, "Invalid Request Limit").
 */
@ApplicationScoped
public class DiscordRateLimits {

    private static final int REMEMBERED = 10_000;

    private final Map<String, Instant> opensAt = new ConcurrentHashMap<>();
    private final Clock clock;

    /** On the given clock. */
    public DiscordRateLimits(Clock clock) {
        this.clock = clock;
    }

    /** What Discord would answer now, if it is certain that it would refuse. */
    Optional<JsonResponse> exhausted(String route) {
        Instant open = opensAt.get(route);
        if (open == null) {
            return Optional.empty();
        }
        Duration pause = Duration.between(clock.instant(), open);
        if (pause.isNegative() || pause.isZero()) {
            opensAt.remove(route, open);
            return Optional.empty();
        }
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("message", "The channel's rate limit is used up.")
                .put("retry_after", pause.toMillis() / 1000.0)
                .put("global", false);
        return Optional.of(new JsonResponse(429, Headers.of(), body, body.toString()));
    }

    /** Reads what an answer says about the route's limit. */
    void learn(String route, JsonResponse answer) {
        if (!"0".equals(answer.headers().get("X-RateLimit-Remaining"))) {
            return;
        }
        Instant now = clock.instant();
        if (opensAt.size() >= REMEMBERED) {
            opensAt.values().removeIf(open -> !open.isAfter(now));
        }
        answer.seconds("X-RateLimit-Reset-After").ifPresent(pause -> opensAt.put(route, now.plus(pause)));
    }
}
