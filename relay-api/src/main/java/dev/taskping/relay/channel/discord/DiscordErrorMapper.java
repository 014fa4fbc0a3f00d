package dev.taskping.relay.channel.discord;

import dev.taskping.relay.channel.http.ErrorText;
import dev.taskping.relay.channel.http.JsonResponse;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import java.time.Duration;
import java.util.Optional;

/**
 * What Discord's refusals mean for a delivery. Codes are those of the documentation, "Opcodes and Status Codes", JSON Error
 * Codes; the words are Discord's own.
 */
final class DiscordErrorMapper {

    private static final int UNKNOWN_CHANNEL = 10003;
    private static final int UNKNOWN_MESSAGE = 10008;
    private static final int UNKNOWN_WEBHOOK = 10015;
    private static final int TOO_MANY_EDITS_OF_AN_OLD_MESSAGE = 30046;
    private static final int TOO_LARGE = 40005;
    private static final int MISSING_ACCESS = 50001;
    private static final int MESSAGE_OF_ANOTHER = 50005;
    private static final int MISSING_PERMISSION = 50013;
    private static final int INVALID_WEBHOOK_TOKEN = 50027;
    private static final int INVALID_FORM = 50035;
    private static final int ARCHIVED_THREAD = 50083;
    private static final int OVERLOADED = 130000;
    private static final int MAY_NOT_REPLY = 160002;

    /** Where Discord names no time. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private DiscordErrorMapper() {}

    static DeliveryResult toResult(JsonResponse answer) {
        if (answer.status() == 429) {
            return new DeliveryResult.RetryAfter(
                    JsonResponse.seconds(answer.body().path("retry_after"))
                            .or(() -> answer.seconds("Retry-After"))
                            .orElse(PAUSE),
                    words(answer));
        }
        boolean ours = answer.body().isObject() && answer.status() < 500 && code(answer) != OVERLOADED;
        return ours
                ? new DeliveryResult.Rejected(words(answer) + cure(answer))
                // Not Discord's API but what stands in front of it, or trouble of its own.
                : new DeliveryResult.Failed(words(answer));
    }

    static ChannelCheck toCheck(JsonResponse answer) {
        return switch (toResult(answer)) {
            case DeliveryResult.Rejected rejected -> new ChannelCheck(false, reason(answer), rejected.reason());
            case DeliveryResult.RetryAfter wait -> new ChannelCheck(false, "Unreachable", wait.reason());
            case DeliveryResult.Failed failed -> new ChannelCheck(false, "Unreachable", failed.cause());
            case DeliveryResult.Delivered delivered -> throw new IllegalArgumentException("A refusal is no delivery");
        };
    }

    private static String reason(JsonResponse answer) {
        int code = code(answer);
        if (answer.status() == 401 || code == UNKNOWN_WEBHOOK || code == INVALID_WEBHOOK_TOKEN) {
            return "Unauthorized";
        }
        return answer.status() == 403 ? "Forbidden" : answer.status() == 404 ? "NotFound" : "Refused";
    }

    private static String cure(JsonResponse answer) {
        return switch (code(answer)) {
            case UNKNOWN_CHANNEL ->
                " Check the channel's channelId: with developer mode on, a right click on the channel copies it.";
            case UNKNOWN_WEBHOOK, INVALID_WEBHOOK_TOKEN ->
                " The webhook was deleted or its address is incomplete. Make a new one under Edit Channel, Integrations, and"
                        + " put its URL into the channel's secret.";
            case MISSING_ACCESS -> " Invite the bot to the server, and let it view the channel.";
            case MISSING_PERMISSION, MAY_NOT_REPLY ->
                " Allow the bot View Channel, Send Messages, Embed Links, Attach Files and Read Message History there.";
            case ARCHIVED_THREAD -> " The thread is closed; open it again or name another channelId.";
            default ->
                answer.status() == 401
                        ? " Put the token from the developer portal, Bot, Reset Token, into the channel's secret."
                        : details(answer);
        };
    }

    /** The field at fault, which only we can do something about. */
    private static String details(JsonResponse answer) {
        return answer.body().has("errors")
                ? " " + ErrorText.scrub(answer.body().get("errors").toString())
                : "";
    }

    private static String words(JsonResponse answer) {
        String message = answer.body().path("message").asText();
        return "Discord says: " + answer.status()
                + (message.isEmpty() ? "." : " " + ErrorText.scrub(message) + (message.endsWith(".") ? "" : "."));
    }

    private static int code(JsonResponse answer) {
        return answer.body().path("code").asInt(0);
    }

    static boolean isAboutForm(JsonResponse answer) {
        return code(answer) == INVALID_FORM && answer.status() == 400;
    }

    /** Discord does not say whether it is sending at all, or attaching, that is not permitted. */
    static boolean mayBeAboutFile(JsonResponse answer) {
        return answer.status() == 413 || code(answer) == TOO_LARGE || code(answer) == MISSING_PERMISSION;
    }

    static boolean isAboutReplying(JsonResponse answer) {
        return code(answer) == MAY_NOT_REPLY;
    }

    /** The message to edit is gone, is not ours, or may not be edited any more. */
    static boolean isAboutEditing(JsonResponse answer) {
        return switch (code(answer)) {
            case UNKNOWN_MESSAGE, MESSAGE_OF_ANOTHER, TOO_MANY_EDITS_OF_AN_OLD_MESSAGE -> true;
            default -> false;
        };
    }

    static Optional<String> messageId(JsonResponse answer) {
        String id = answer.body().path("id").asText();
        return answer.isSuccessful() && !id.isEmpty() ? Optional.of(id) : Optional.empty();
    }
}
