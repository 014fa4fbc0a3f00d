package dev.taskping.relay.channel.sms;

import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.channel.spi.RateLimit;
import dev.taskping.relay.channel.spi.SettingsRules;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A telephone, by Twilio's Programmable Messaging.
 *
 * @param accountSid the account, {@code AC} and 32 hexadecimal digits
 * @param authToken the account's token: for calls, and to verify what Twilio tells us
 * @param from the sender's number in E.164; absent if a messaging service sends
 * @param messagingServiceSid {@code MG} and 32 hexadecimal digits; absent if a number sends
 * @param to the recipient's number in E.164
 * @param apiUrl another API than Twilio's own, such as {@code http://127.0.0.1:8086}
 */
public record SmsSettings(
        String accountSid,
        String authToken,
        @Nullable String from,
        @Nullable String messagingServiceSid,
        String to,
        @Nullable URI apiUrl)
        implements ProviderSettings {

    private static final Pattern ACCOUNT = Pattern.compile("AC[0-9a-fA-F]{32}");
    private static final Pattern SERVICE = Pattern.compile("MG[0-9a-fA-F]{32}");
    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");

    /** Twilio, "Understanding Twilio rate limits": one segment a second from a long number. */
    private static final RateLimit RATE_LIMIT = new RateLimit(Duration.ofSeconds(1), 1);

    @Override
    public ChannelType type() {
        return SmsDescriptor.TYPE;
    }

    @Override
    public Optional<String> fault() {
        return SettingsRules.first(
                SettingsRules.matches(
                        ACCOUNT,
                        accountSid,
                        "settings.accountSid: must be AC and 32 hexadecimal digits; Twilio's console shows it"),
                SettingsRules.when(SettingsRules.isBlank(authToken), "settings.authToken: is missing"),
                SettingsRules.when(
                        (from == null) == (messagingServiceSid == null),
                        "settings.from, settings.messagingServiceSid: exactly one of them must say who sends"),
                SettingsRules.optional(E164, from, "settings.from: must be a number in E.164, such as +15005550006"),
                SettingsRules.optional(
                        SERVICE,
                        messagingServiceSid,
                        "settings.messagingServiceSid: must be MG and 32 hexadecimal digits"),
                SettingsRules.matches(E164, to, "settings.to: must be a number in E.164, such as +491701234567"),
                SettingsRules.optionalUrl("settings.apiUrl", apiUrl));
    }

    @Override
    public List<String> secretValues() {
        return SettingsRules.present(authToken);
    }

    @Override
    public Optional<RateLimit> rateLimit() {
        return Optional.of(RATE_LIMIT);
    }

    @Override
    public Optional<String> conversation() {
        return Optional.of(to);
    }

    @Override
    public String toString() {
        return "Sms[accountSid=" + accountSid + ", to=" + to + ", apiUrl=" + apiUrl + "]";
    }
}
