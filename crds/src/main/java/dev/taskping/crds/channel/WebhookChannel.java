package dev.taskping.crds.channel;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskping.crds.CustomResourceJson;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A URL that receives signed CloudEvents.
 *
 * @param url an http or https URL
 * @param replies what the receiver may launch with the reply token of a message; if absent, next
 */
@CustomResourceJson
public record WebhookChannel(
        @Required
                @Size(max = HttpUrl.LONGEST)
                @ValidationRule(
                        value = HttpUrl.RULE,
                        message = "webhook.url must be an http or https URL, such as https://example.com/hook")
                @ValidationRule(
                        value = "!self.matches('^[a-z]+://[^/]*@')",
                        message =
                                "webhook.url must not contain a password, because anyone who can read the channel would see"
                                        + " it; remove it and check the signature instead")
                String url,
        @Nullable Replies replies) {

    /** What the receiver may launch. */
    public enum Replies {
        /** Nothing; messages carry no reply token. */
        @JsonProperty("none")
        NONE,
        /** What the task offers as next, with the parameters that it offers. */
        @JsonProperty("next")
        NEXT,
        /** Every template of the task's namespace, with any parameters, and retries. */
        @JsonProperty("any")
        ANY
    }

    static final SecretKeys SECRET_KEYS = SecretKeys.wanted("signingSecret").need("signingSecret");
}
