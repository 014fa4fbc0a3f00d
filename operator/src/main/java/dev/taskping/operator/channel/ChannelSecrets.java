package dev.taskping.operator.channel;

import dev.taskping.crds.NamedReference;
import dev.taskping.crds.NotificationChannel;
import dev.taskping.crds.NotificationChannelSpec;
import dev.taskping.crds.TimeSpan;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelRegistration;
import dev.taskping.protocol.channel.ChannelRegistration.Member;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.protocol.channel.Fallback;
import dev.taskping.protocol.channel.Rate;
import io.fabric8.kubernetes.api.model.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Joins a channel's spec and its Secret to what the relay needs to know. Pure; secrets leave it in the result only. */
sealed interface ChannelSecrets {

    /**
     * Complete.
     *
     * @param registration what the relay is told
     */
    record Complete(ChannelRegistration registration) implements ChannelSecrets {}

    /**
     * Something is missing.
     *
     * @param reason one CamelCase word
     * @param message what is missing where, and the cure
     */
    record Incomplete(String reason, String message) implements ChannelSecrets {}

    /** SMTP submission, RFC 6409. */
    int SUBMISSION_PORT = 587;

    /**
     * Joins.
     *
     * @param secret the Secret that the spec names, if it exists
     */
    static ChannelSecrets join(NotificationChannel channel, Optional<Secret> secret) {
        NotificationChannelSpec spec = channel.getSpec();
        NamedReference reference = spec.secretRef();
        String namespace = channel.getMetadata().getNamespace();
        if (reference != null && secret.isEmpty()) {
            return new Incomplete(
                    "SecretNotFound",
                    "There is no Secret '" + reference.name() + "' in namespace '" + namespace
                            + "'; create it with the key " + wantedKeys(spec));
        }
        Map<String, String> data = secret.map(Secret::getData).orElse(Map.of());
        try {
            ChannelSettings settings = settings(spec, data);
            return new Complete(new ChannelRegistration(
                    settings,
                    spec.people().stream()
                            .map(person -> new Member(person.name(), person.role()))
                            .toList(),
                    rate(spec.rate()),
                    fallback(spec.fallback(), namespace)));
        } catch (MissingKey missing) {
            return new Incomplete(
                    "SecretKeyNotFound",
                    "Secret '" + (reference == null ? "" : reference.name()) + "' in namespace '" + namespace
                            + "' has no usable key '" + missing.key + "'; add it");
        }
    }

    private static @Nullable Rate rate(NotificationChannelSpec.@Nullable Rate rate) {
        return rate == null ? null : new Rate(rate.messages(), TimeSpan.parse(rate.per()));
    }

    private static @Nullable Fallback fallback(NotificationChannelSpec.@Nullable Fallback fallback, String namespace) {
        return fallback == null
                ? null
                : new Fallback(
                        new ChannelKey(namespace, fallback.name()),
                        fallback.after() == null ? null : TimeSpan.parse(fallback.after()));
    }

    private static ChannelSettings settings(NotificationChannelSpec spec, Map<String, String> data) {
        return switch (spec.type()) {
            case TELEGRAM -> {
                NotificationChannelSpec.Telegram telegram = spec.telegram();
                Long chat = telegram == null ? null : telegram.chatId();
                String api = telegram == null ? null : telegram.apiUrl();
                yield new ChannelSettings.Telegram(
                        required(data, "botToken"), chat, api == null ? null : URI.create(api));
            }
            case EMAIL -> {
                NotificationChannelSpec.Email email = block(spec.email(), "email");
                yield new ChannelSettings.Email(
                        email.host(),
                        Optional.ofNullable(email.port()).orElse(SUBMISSION_PORT),
                        security(email.security()),
                        decoded(data, "username"),
                        decoded(data, "password"),
                        email.from(),
                        email.to());
            }
            case WEBHOOK ->
                new ChannelSettings.Webhook(
                        URI.create(block(spec.webhook(), "webhook").url()), required(data, "signingSecret"));
        };
    }

    private static ChannelSettings.Email.Security security(NotificationChannelSpec.Email.@Nullable Security security) {
        return security == null
                ? ChannelSettings.Email.Security.STARTTLS
                : switch (security) {
                    case NONE -> ChannelSettings.Email.Security.NONE;
                    case STARTTLS -> ChannelSettings.Email.Security.STARTTLS;
                    case TLS -> ChannelSettings.Email.Security.TLS;
                };
    }

    private static String wantedKeys(NotificationChannelSpec spec) {
        return switch (spec.type()) {
            case TELEGRAM -> "botToken";
            case EMAIL -> "username and the key password";
            case WEBHOOK -> "signingSecret";
        };
    }

    private static <T> T block(@Nullable T block, String name) {
        if (block == null) {
            throw new IllegalStateException("The schema lets no channel through without its block " + name);
        }
        return block;
    }

    private static String required(Map<String, String> data, String key) {
        String value = decoded(data, key);
        if (value == null || value.isBlank()) {
            throw new MissingKey(key);
        }
        return value;
    }

    private static @Nullable String decoded(Map<String, String> data, String key) {
        String encoded = data.get(key);
        // Whoever writes a Secret from a file has a line end in it.
        return encoded == null ? null : new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).strip();
    }

    /** Which key a Secret lacks; never its value. */
    final class MissingKey extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String key;

        MissingKey(String key) {
            super(key);
            this.key = key;
        }
    }
}
