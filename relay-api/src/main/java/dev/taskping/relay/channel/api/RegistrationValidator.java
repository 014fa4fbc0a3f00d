package dev.taskping.relay.channel.api;

import dev.taskping.protocol.channel.ChannelRegistration;
import dev.taskping.protocol.channel.ChannelRegistration.Member;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.protocol.channel.Fallback;
import dev.taskping.protocol.channel.Rate;
import dev.taskping.protocol.template.MessageTemplate;
import dev.taskping.relay.channel.ProviderRegistry;
import dev.taskping.relay.channel.ProviderRegistry.InvalidSettingsException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks whether a registration can be accepted. Pure; faults never repeat a secret. */
@ApplicationScoped
class RegistrationValidator {

    private static final int MAX_PEOPLE = 100;
    private static final int MAX_MESSAGES = 100_000;
    private static final Duration MAX_PER = Duration.ofDays(1);

    private final ProviderRegistry providers;

    RegistrationValidator(ProviderRegistry providers) {
        this.providers = providers;
    }

    /** The field at fault and what would be accepted; empty if all is well. */
    Optional<String> fault(@Nullable ChannelRegistration registration) {
        if (registration == null || registration.settings() == null) {
            return Optional.of("settings: is missing");
        }
        return settingsFault(registration.settings())
                .or(() -> peopleFault(registration))
                .or(() -> rateFault(registration.rate()))
                .or(() -> fallbackFault(registration.fallback()))
                .or(() -> templateFault(registration.template()));
    }

    private Optional<String> settingsFault(ChannelSettings settings) {
        try {
            return providers.fault(providers.read(settings));
        } catch (InvalidSettingsException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> peopleFault(ChannelRegistration registration) {
        if (registration.people().size() > MAX_PEOPLE) {
            return Optional.of("people: more than " + MAX_PEOPLE);
        }
        for (Member member : registration.people()) {
            if (isBlank(member.name()) || member.name().length() > 253 || member.role() == null) {
                return Optional.of("people: each needs a name of at most 253 characters and a role");
            }
        }
        Set<String> names = registration.people().stream().map(Member::name).collect(Collectors.toSet());
        return names.size() < registration.people().size()
                ? Optional.of("people: a name occurs twice")
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

    /** Whether it can be used is seen with each message, which is told by default if not. */
    private static Optional<String> templateFault(@Nullable String template) {
        return template != null && template.length() > MessageTemplate.MAX_CHARACTERS
                ? Optional.of("template: is longer than " + MessageTemplate.MAX_CHARACTERS + " characters")
                : Optional.empty();
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
