package dev.taskping.crds.channel;

import dev.taskping.crds.CustomResourceJson;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A channel of a Discord server that a bot writes to.
 *
 * @param channelId the channel's id; Copy Channel ID in Discord's developer mode shows it
 * @param publicKey the application's public key, which verifies button presses; without it nobody can reply
 * @param apiUrl the API's URL, if it is not Discord's own
 */
@CustomResourceJson
public record DiscordChannel(
        @Size(max = 20)
                @ValidationRule(
                        value = "self.matches('^[0-9]{15,20}$')",
                        message =
                                "discord.channelId must be the channel's number in quotes, such as '112233445566778899'")
                @Nullable
                String channelId,
        @Size(max = 64)
                @ValidationRule(
                        value = "self.matches('^[0-9a-fA-F]{64}$')",
                        message = "discord.publicKey must be the application's public key, 64 hexadecimal digits")
                @Nullable
                String publicKey,
        @Size(max = HttpUrl.LONGEST)
                @ValidationRule(
                        value = HttpUrl.RULE,
                        message = "discord.apiUrl must be an http or https URL, such as https://discord.example.com")
                @Nullable
                String apiUrl) {
    static final SecretKeys SECRET_KEYS = SecretKeys.wanted("botToken or, for an incoming webhook, webhookUrl")
            .need("webhookUrl", "botToken");
}
