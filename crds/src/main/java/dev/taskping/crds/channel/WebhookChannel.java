package dev.taskping.crds.channel;

import dev.taskping.crds.CustomResourceJson;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A URL that receives signed CloudEvents.
 *
 * @param url an http or https URL
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
                String url) {
    static final SecretKeys SECRET_KEYS = SecretKeys.wanted("signingSecret").need("signingSecret");
}
