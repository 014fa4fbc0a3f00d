package dev.taskping.crds.channel;

import dev.taskping.crds.CustomResourceJson;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A Slack channel that an app's bot writes to.
 *
 * @param channel the channel's id; the channel's details in Slack show it
 * @param apiUrl the API's URL, if it is not Slack's own
 */
@CustomResourceJson
public record SlackChannel(
        @Size(max = 24)
                @ValidationRule(
                        value = "self.matches('^[CDG][A-Z0-9]{5,20}$')",
                        message = "slack.channel must be the channel's id, not its name; write for example C0123456789")
                @Nullable
                String channel,
        @Size(max = HttpUrl.LONGEST)
                @ValidationRule(
                        value = HttpUrl.RULE,
                        message = "slack.apiUrl must be an http or https URL, such as https://slack.example.com")
                @Nullable
                String apiUrl) {
    static final SecretKeys SECRET_KEYS = SecretKeys.wanted(
                    "botToken (and signingSecret for answers) or, for an incoming webhook, webhookUrl")
            .need("webhookUrl", "botToken")
            .optional("signingSecret");
}
