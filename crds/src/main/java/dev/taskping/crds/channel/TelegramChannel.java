package dev.taskping.crds.channel;

import dev.taskping.crds.CustomResourceJson;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A Telegram chat.
 *
 * @param chatId the id of the chat; if absent, the chat in which the first person pairs
 * @param apiUrl the URL of the Bot API server, if it is not Telegram's own
 */
@CustomResourceJson
public record TelegramChannel(
        @ValidationRule(
                        value = "self != 0",
                        message = "0 is not a chat; remove chatId and pair, or write the id that Telegram shows")
                @Nullable
                Long chatId,
        @Size(max = HttpUrl.LONGEST)
                @ValidationRule(
                        value = HttpUrl.RULE,
                        message = "telegram.apiUrl must be an http or https URL, such as https://telegram.example.com")
                @Nullable
                String apiUrl) {
    static final SecretKeys SECRET_KEYS = SecretKeys.wanted("botToken").need("botToken");
}
