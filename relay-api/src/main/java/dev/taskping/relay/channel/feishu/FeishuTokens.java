package dev.taskping.relay.channel.feishu;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The apps' tokens until shortly before they expire. Thread safe. */
final class FeishuTokens {

    /**
     * Feishu hands out a new token when the old one has less than 30 minutes left ("Get custom app's
     * tenant_access_token"); both work then.
     */
    private static final Duration RENEWED_BEFORE_END = Duration.ofMinutes(10);

    /** Whose token it is. */
    record App(URI api, String id, String secret) {
        @Override
        public String toString() {
            return "App[api=" + api + ", id=" + id + "]";
        }
    }

    private record Token(String value, Instant renewAt) {}

    private final Map<App, Token> tokens = new ConcurrentHashMap<>();
    private final Clock clock;

    FeishuTokens(Clock clock) {
        this.clock = clock;
    }

    Optional<String> find(App app) {
        return Optional.ofNullable(tokens.get(app))
                .filter(token -> clock.instant().isBefore(token.renewAt()))
                .map(Token::value);
    }

    void put(App app, String value, Duration lifetime) {
        tokens.put(app, new Token(value, clock.instant().plus(lifetime).minus(RENEWED_BEFORE_END)));
    }

    void forget(App app) {
        tokens.remove(app);
    }
}
