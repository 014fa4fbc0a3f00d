package dev.taskping.relay.channel;

import dev.taskping.protocol.channel.ChannelRegistration;
import dev.taskping.protocol.channel.ChannelRegistration.Member;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.protocol.channel.Fallback;
import dev.taskping.protocol.channel.Rate;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a registration can be accepted. Pure; faults never repeat a secret. */
final class RegistrationValidation {

    private static final Pattern TELEGRAM_TOKEN = Pattern.compile("\\d{3,20}:[A-Za-z0-9_-]{20,100}");
    private static final Pattern SIGNING_SECRET = Pattern.compile("whsec_[A-Za-z0-9+/]{32,86}={0,2}");
    private static final int MAX_PEOPLE = 100;
    private static final int MAX_MESSAGES = 100_000;
    private static final Duration MAX_PER = Duration.ofDays(1);

    private RegistrationValidation() {}

    /** The field at fault and what would be accepted; empty if all is well. */
    static Optional<String> fault(@Nullable ChannelRegistration registration) {
        if (registration == null || registration.settings() == null) {
            return Optional.of("settings: is missing");
        }
        return settingsFault(registration.settings())
                .or(() -> peopleFault(registration))
                .or(() -> rateFault(registration.rate()))
                .or(() -> fallbackFault(registration.fallback()));
    }

    private static Optional<String> settingsFault(ChannelSettings settings) {
        return switch (settings) {
            case ChannelSettings.Telegram telegram -> {
                if (telegram.botToken() == null
                        || !TELEGRAM_TOKEN.matcher(telegram.botToken()).matches()) {
                    yield Optional.of(
                            "settings.botToken: is not a bot token; BotFather gives one like 123456:ABC-DEF…");
                }
                yield telegram.apiUrl() == null ? Optional.empty() : urlFault("settings.apiUrl", telegram.apiUrl());
            }
            case ChannelSettings.Email email -> {
                if (isBlank(email.host()) || email.port() < 1 || email.port() > 65_535) {
                    yield Optional.of(
                            "settings.host, settings.port: name an SMTP server, such as smtp.example.org, 587");
                }
                if (email.security() == null) {
                    yield Optional.of("settings.security: must be NONE, STARTTLS or TLS");
                }
                if (isBlank(email.from()) || email.to().isEmpty()) {
                    yield Optional.of("settings.from, settings.to: name a sender and at least one recipient");
                }
                yield Optional.empty();
            }
            case ChannelSettings.Webhook webhook -> {
                if (webhook.signingSecret() == null
                        || !SIGNING_SECRET.matcher(webhook.signingSecret()).matches()) {
                    yield Optional.of(
                            "settings.signingSecret: must be whsec_ and 24 to 64 random bytes in Base64 (Standard Webhooks)");
                }
                yield urlFault("settings.url", webhook.url());
            }
        };
    }

    private static Optional<String> urlFault(String field, @Nullable URI url) {
        boolean good = url != null
                && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null;
        return good ? Optional.empty() : Optional.of(field + ": must be an http or https URL");
    }

    private static Optional<String> peopleFault(ChannelRegistration registration) {
        if (registration.people().size() > MAX_PEOPLE) {
            return Optional.of("people: are more than " + MAX_PEOPLE);
        }
        for (Member member : registration.people()) {
            if (isBlank(member.name()) || member.name().length() > 253 || member.role() == null) {
                return Optional.of("people: each needs a name of at most 253 characters and a role");
            }
        }
        Set<String> names = registration.people().stream().map(Member::name).collect(Collectors.toSet());
        return names.size() < registration.people().size()
                ? Optional.of("people: a name stands there twice")
                : Optional.empty();
    }

    private static Optional<String> rateFault(@Nullable Rate rate) {
        boolean good = rate == null
                || (rate.messages() >= 1
                        && rate.messages() <= MAX_MESSAGES
                        && rate.per() != null
                        && !rate.per().isNegative()
                        && !rate.per().isZero()
                        && rate.per().compareTo(MAX_PER) <= 0);
        return good
                ? Optional.empty()
                : Optional.of(
                        "rate: needs 1 to " + MAX_MESSAGES + " messages per at most 24 hours, such as 20 per PT1M");
    }

    private static Optional<String> fallbackFault(@Nullable Fallback fallback) {
        if (fallback == null) {
            return Optional.empty();
        }
        if (fallback.channel() == null
                || isBlank(fallback.channel().namespace())
                || isBlank(fallback.channel().name())) {
            return Optional.of("fallback.channel: name the channel that takes over by namespace and name");
        }
        return fallback.after() != null && fallback.after().isNegative()
                ? Optional.of(
                        "fallback.after: must not be negative; PT0S goes to the other channel at the first failure")
                : Optional.empty();
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
