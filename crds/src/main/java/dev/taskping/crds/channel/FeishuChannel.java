package dev.taskping.crds.channel;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskping.crds.CustomResourceJson;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A chat of Feishu or Lark.
 *
 * @param domain the provider's servers: feishu in China, lark elsewhere
 * @param appId the id of the app whose bot writes
 * @param chatId the id of the chat
 * @param apiUrl the API's URL, if it is not the domain's own
 */
@CustomResourceJson
public record FeishuChannel(
        @Default("feishu") @Nullable Domain domain,
        @Size(max = 64)
                @ValidationRule(
                        value = "self.matches('^cli_[A-Za-z0-9]+$')",
                        message = "feishu.appId must be an app's id, such as cli_a1b2c3d4e5f6a7b8")
                @Nullable
                String appId,
        @Size(max = 67)
                @ValidationRule(
                        value = "self.matches('^oc_[A-Za-z0-9]{10,64}$')",
                        message = "feishu.chatId must be a chat's id, such as oc_a0553eda9014c201e6969b478895c230")
                @Nullable
                String chatId,
        @Size(max = HttpUrl.LONGEST)
                @ValidationRule(
                        value = HttpUrl.RULE,
                        message = "feishu.apiUrl must be an http or https URL, such as https://feishu.example.com")
                @Nullable
                String apiUrl) {

    static final SecretKeys SECRET_KEYS = SecretKeys.wanted(
                    "appSecret or, for a custom bot, webhookUrl (and signingSecret if it asks for signatures)")
            .need("webhookUrl", "appSecret")
            .optional("verificationToken", "encryptKey", "signingSecret");

    public FeishuChannel {
        domain = domain == null ? Domain.FEISHU : domain;
    }

    /** The provider's servers. */
    public enum Domain {
        /** open.feishu.cn */
        @JsonProperty("feishu")
        FEISHU,
        /** open.larksuite.com */
        @JsonProperty("lark")
        LARK
    }
}
