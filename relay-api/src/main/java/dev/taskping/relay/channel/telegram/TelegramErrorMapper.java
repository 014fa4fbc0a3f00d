package dev.taskping.relay.channel.telegram;

import com.pengrad.telegrambot.response.BaseResponse;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What Telegram's refusals mean for a delivery. Telegram documents codes only; the texts are those of its server. */
final class TelegramErrorMapper {

    private TelegramErrorMapper() {}

    static DeliveryResult toResult(BaseResponse response) {
        return switch (response.errorCode()) {
            case 429 ->
                new DeliveryResult.RetryAfter(
                        retryAfter(response).orElse(Duration.ofSeconds(5)), response.description());
            case 401, 404 -> new DeliveryResult.Rejected(wrongToken(response));
            case 403 ->
                new DeliveryResult.Rejected("Telegram says: " + response.description()
                        + ". Open the chat with the bot and press Start, or add the bot to the group again.");
            case 400 ->
                new DeliveryResult.Rejected("Telegram says: " + response.description()
                        + (says(response, "chat not found")
                                ? ". Check the channel's chatId; a person must have started the bot, or the bot be in"
                                        + " the group."
                                : "."));
            default ->
                new DeliveryResult.Failed("Telegram says: " + response.errorCode() + " " + response.description());
        };
    }

    static ChannelCheck toCheck(BaseResponse response) {
        return switch (response.errorCode()) {
            case 401, 404 -> new ChannelCheck(false, "Unauthorized", wrongToken(response));
            default ->
                new ChannelCheck(
                        false, "Unreachable", "Telegram says: " + response.errorCode() + " " + response.description());
        };
    }

    private static String wrongToken(BaseResponse response) {
        return "Telegram does not know the bot token (" + response.description()
                + "). Put the token that @BotFather gave you into the channel's secret.";
    }

    static Optional<Duration> retryAfter(BaseResponse response) {
        return response.parameters() == null || response.parameters().retryAfter() == null
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(response.parameters().retryAfter()));
    }

    /** The group became a supergroup, which has another id. */
    static Optional<Long> movedTo(BaseResponse response) {
        return response.isOk() || response.parameters() == null
                ? Optional.empty()
                : Optional.ofNullable(response.parameters().migrateToChatId());
    }

    static boolean isAboutMarkup(BaseResponse response) {
        return says(response, "can't parse entities");
    }

    static boolean isUnchanged(BaseResponse response) {
        return says(response, "message is not modified");
    }

    static boolean isAboutEditing(BaseResponse response) {
        return says(response, "message to edit not found")
                || says(response, "message can't be edited")
                || says(response, "no text in the message to edit")
                || says(response, "message_id_invalid");
    }

    private static boolean says(BaseResponse response, String words) {
        return response.errorCode() == 400
                && response.description() != null
                && response.description().toLowerCase(Locale.ROOT).contains(words);
    }
}
