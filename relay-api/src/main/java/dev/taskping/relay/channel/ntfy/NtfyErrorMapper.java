package dev.taskping.relay.channel.ntfy;

import dev.taskping.relay.channel.http.ErrorText;
import dev.taskping.relay.channel.http.JsonResponse;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import java.time.Duration;

/** What ntfy's refusals mean for a delivery. Numbers and words are those of {@code server/errors.go}. */
final class NtfyErrorMapper {

    private static final int TOPIC_INVALID = 40009;
    private static final int TOPIC_DISALLOWED = 40010;
    private static final int ATTACHMENTS_DISALLOWED = 40014;
    private static final int ATTACHMENT_TOO_LARGE = 41301;
    private static final int DAILY_BANDWIDTH = 42905;
    private static final int DAILY_MESSAGES = 42908;

    /** ntfy, "Limitations": one more request every five seconds. ntfy names no time, but what stands before it may. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** A quota of the day lasts longer than any pause; this is as long as a channel may wait at a time. */
    private static final Duration QUOTA_PAUSE = Duration.ofHours(1);

    private NtfyErrorMapper() {}

    static DeliveryResult toResult(JsonResponse answer) {
        int status = answer.status();
        if (status == 429) {
            return new DeliveryResult.RetryAfter(
                    answer.seconds("Retry-After").orElse(code(answer) == DAILY_MESSAGES ? QUOTA_PAUSE : PAUSE),
                    words(answer));
        }
        if (status >= 300 && status < 400) {
            return new DeliveryResult.Rejected(
                    words(answer) + " Redirects are not followed. Put the final address into ntfy.url.");
        }
        boolean ours = answer.body().has("code") && status < 500;
        return ours
                ? new DeliveryResult.Rejected(words(answer) + cure(answer))
                // Not ntfy but what stands in front of it, or trouble of its own.
                : new DeliveryResult.Failed(words(answer));
    }

    static ChannelCheck toCheck(JsonResponse answer) {
        return switch (toResult(answer)) {
            case DeliveryResult.Rejected rejected ->
                new ChannelCheck(false, answer.status() == 401 ? "Unauthorized" : "Refused", rejected.reason());
            case DeliveryResult.RetryAfter wait -> new ChannelCheck(false, "Unreachable", wait.reason());
            case DeliveryResult.Failed failed -> new ChannelCheck(false, "Unreachable", failed.cause());
            case DeliveryResult.Delivered delivered -> throw new IllegalArgumentException("A refusal is no delivery");
        };
    }

    /** The server takes no files, no such file, or no more of them today. */
    static boolean isAboutFile(JsonResponse answer) {
        return switch (code(answer)) {
            case ATTACHMENTS_DISALLOWED, ATTACHMENT_TOO_LARGE, DAILY_BANDWIDTH -> true;
            default -> false;
        };
    }

    private static String cure(JsonResponse answer) {
        return switch (code(answer)) {
            case TOPIC_INVALID, TOPIC_DISALLOWED -> " Choose another ntfy.topic.";
            default ->
                switch (answer.status()) {
                    case 401 ->
                        " Put an access token that the server knows into the channel's Secret as token, or correct"
                                + " username and password there.";
                    case 403 ->
                        " Put a token that may write to the topic into the channel's Secret as token, or allow its user"
                                + " to write (ntfy access USER TOPIC write-only).";
                    case 404 -> " Check ntfy.url: it must be the address of the server, without the topic.";
                    default -> "";
                };
        };
    }

    private static String words(JsonResponse answer) {
        String error = answer.body().path("error").asText();
        return "ntfy says: " + answer.status() + (error.isEmpty() ? "." : " " + ErrorText.scrub(error) + ".");
    }

    private static int code(JsonResponse answer) {
        return answer.body().path("code").asInt(0);
    }
}
