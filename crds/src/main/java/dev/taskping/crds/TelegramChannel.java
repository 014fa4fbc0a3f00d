package dev.taskping.crds;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A Telegram chat.
 *
 * @param chatId the chat; absent: the chat in which the first of the people pairs
 * @param apiUrl another Bot API server than Telegram's own
 */
@CustomResourceJson
public record TelegramChannel(
        @ValidationRule(
                        value = "self != 0",
                        message = "0 is no chat; remove chatId and pair, or write the id as Telegram gives it")
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
