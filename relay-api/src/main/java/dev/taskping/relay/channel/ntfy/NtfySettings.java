package dev.taskping.relay.channel.ntfy;

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
 * A topic of ntfy.
 *
 * @param topic its name, 1 to 64 letters, digits, dashes and underscores
 * @param url the server, if it is not {@code https://ntfy.sh}
 * @param token an access token that may write to the topic; absent if a password or nobody vouches
 * @param username whose password vouches; absent if a token or nobody does
 * @param password of that user
 * @param tags what each message is tagged with; ntfy shows tags that name an emoji as that emoji
 */
public record NtfySettings(
        String topic,
        @Nullable URI url,
        @Nullable String token,
        @Nullable String username,
        @Nullable String password,
        @Nullable List<String> tags)
        implements ProviderSettings {

    /** Tags of a message, and characters of one: with a file they are part of the request's address. */
    private static final int MAX_TAGS = 8;

    /** {@code server/server.go}, topicRegex. */
    private static final Pattern TOPIC = Pattern.compile("[-_A-Za-z0-9]{1,64}");

    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,255}");
    private static final Pattern TAG = Pattern.compile("[-+_A-Za-z0-9]{1,32}");

    /**
     * ntfy, "Limitations": 60 requests at once, then one every five seconds. It counts them for all topics of a sender together,
     * so one topic gets a quarter at once.
     */
    private static final RateLimit RATE_LIMIT = new RateLimit(Duration.ofSeconds(5), 15);

    public NtfySettings {
        tags = tags == null ? null : List.copyOf(tags);
    }

    @Override
    public ChannelType type() {
        return NtfyDescriptor.TYPE;
    }

    @Override
    public Optional<String> fault() {
        return SettingsRules.first(
                SettingsRules.matches(
                        TOPIC, topic, "settings.topic: must be 1 to 64 letters, digits, dashes and underscores"),
                SettingsRules.optionalUrl("settings.url", url),
                SettingsRules.optional(
                        TOKEN, token, "settings.token: must be an access token; ntfy token add USER makes one"),
                SettingsRules.when(
                        (username == null) != (password == null),
                        "settings.username, settings.password: both or none of them must be there"),
                SettingsRules.when(
                        token != null && username != null,
                        "settings.token, settings.username: only one of them may say who publishes"),
                SettingsRules.when(
                        tagsOrNone().size() > MAX_TAGS
                                || !tagsOrNone().stream()
                                        .allMatch(tag -> TAG.matcher(tag).matches()),
                        "settings.tags: must be at most " + MAX_TAGS
                                + " tags of 1 to 32 letters, digits, dashes, underscores and plus signs"));
    }

    List<String> tagsOrNone() {
        return tags == null ? List.of() : tags;
    }

    @Override
    public List<String> secretValues() {
        return SettingsRules.present(token, password);
    }

    @Override
    public Optional<RateLimit> rateLimit() {
        return Optional.of(RATE_LIMIT);
    }

    @Override
    public boolean edits() {
        return true;
    }

    @Override
    public String toString() {
        return "Ntfy[topic=" + topic + ", url=" + url + "]";
    }
}
