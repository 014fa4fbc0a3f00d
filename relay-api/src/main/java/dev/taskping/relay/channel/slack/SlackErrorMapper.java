package dev.taskping.relay.channel.slack;

import dev.taskping.relay.channel.http.ErrorText;
import dev.taskping.relay.channel.http.JsonResponse;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import java.time.Duration;

/**
 * What Slack's refusals mean for a delivery. Codes are those of the methods' pages, and of "Sending messages using incoming
 * webhooks", which says them as plain text.
 */
final class SlackErrorMapper {

    /** Where Slack names no time; one message a second is its limit. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private SlackErrorMapper() {}

    /** Whether an answer of the Web API is a refusal: most have status 200. */
    static boolean isOne(JsonResponse answer) {
        return !answer.isSuccessful() || !answer.body().path("ok").asBoolean();
    }

    /** The code of a refusal, such as {@code channel_not_found}; empty if what answered is not Slack's API. */
    static String code(JsonResponse answer) {
        String code = answer.body().path("error").asText();
        return code.isEmpty() && answer.text().matches("[a-z_]{1,64}\\s*")
                ? answer.text().strip()
                : code;
    }

    static DeliveryResult toResult(JsonResponse answer) {
        String code = code(answer);
        if (answer.status() == 429 || code.equals("ratelimited") || code.equals("rate_limited")) {
            return new DeliveryResult.RetryAfter(answer.seconds("Retry-After").orElse(PAUSE), words(answer));
        }
        String cure = cure(answer);
        return cure.isEmpty()
                ? new DeliveryResult.Failed(words(answer))
                : new DeliveryResult.Rejected(words(answer) + " " + cure);
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
        return switch (code(answer)) {
            case "invalid_auth",
                    "not_authed",
                    "token_revoked",
                    "token_expired",
                    "account_inactive",
                    "no_service",
                    "no_team",
                    "no_active_hooks",
                    "invalid_token" -> "Unauthorized";
            case "channel_not_found", "is_archived", "channel_is_archived" -> "NotFound";
            case "not_in_channel" -> "NotInChannel";
            default -> "Forbidden";
        };
    }

    /** What to do; empty for what may be better next time. */
    private static String cure(JsonResponse answer) {
        return switch (code(answer)) {
            case "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive" ->
                "Put the app's Bot User OAuth Token (xoxb-…) into the channel's secret; install the app again if it was"
                        + " removed.";
            case "no_service", "no_team", "no_active_hooks", "invalid_token" ->
                "The incoming webhook was removed. Make a new one under the app's Incoming Webhooks, and put its URL into the"
                        + " channel's secret.";
            case "channel_not_found" ->
                "Check the channel's id, which its details in Slack show; a private channel must first be told: /invite and"
                        + " the app's name.";
            case "not_in_channel" -> "Write in that channel: /invite and the app's name.";
            case "is_archived", "channel_is_archived" -> "Unarchive the channel, or name another one.";
            case "missing_scope" ->
                "Add the scope " + answer.body().path("needed").asText("chat:write")
                        + " under the app's OAuth & Permissions, and install the app again.";
            case "restricted_action",
                    "restricted_action_read_only_channel",
                    "restricted_action_thread_only_channel",
                    "restricted_action_non_threadable_channel",
                    "action_prohibited",
                    "ekm_access_denied",
                    "access_denied",
                    "no_permission",
                    "team_access_not_granted" -> "An administrator of the workspace must allow the app to write there.";
            case "invalid_blocks",
                    "invalid_blocks_format",
                    "invalid_payload",
                    "invalid_arguments",
                    "msg_too_long",
                    "msg_blocks_too_long",
                    "no_text" -> "Slack does not take this message in any form.";
            default -> "";
        };
    }

    private static String words(JsonResponse answer) {
        String code = code(answer);
        return "Slack says: "
                + (answer.isSuccessful() ? "" : answer.status() + " ")
                + (code.isEmpty() ? "nothing of the kind its API says." : ErrorText.scrub(code) + ".");
    }

    static boolean isAboutForm(JsonResponse answer) {
        return switch (code(answer)) {
            case "invalid_blocks", "invalid_blocks_format", "invalid_payload", "msg_blocks_too_long", "msg_too_long" ->
                true;
            default -> false;
        };
    }

    /** The message to edit is gone, is not ours, or may not be edited any more. */
    static boolean isAboutEditing(JsonResponse answer) {
        return switch (code(answer)) {
            case "message_not_found", "cant_update_message", "edit_window_closed" -> true;
            default -> false;
        };
    }

    /** The webhook works: it only missed a text. */
    static boolean isAboutMissingText(JsonResponse answer) {
        return switch (code(answer)) {
            case "no_text", "missing_text_or_fallback_or_attachments", "invalid_payload" -> answer.status() == 400;
            default -> false;
        };
    }
}
