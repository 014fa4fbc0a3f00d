package dev.taskping.relay.channel.feishu;

import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What Feishu's errors mean for a delivery, and what to do about them ("Generic error codes", the tables below "Send
 * message", "Update message card" and "Get chat information", and "Custom bot usage guide").
 */
final class FeishuErrorMapper {

    /** A custom bot's minute, 100 messages long, has gone by half on average. */
    private static final Duration UNTIL_LESS_BUSY = Duration.ofSeconds(30);

    /** An app may call 50 times a second; that it may not now is over soon. */
    private static final Duration UNTIL_NEXT_CALL = Duration.ofSeconds(1);

    private static final Set<Integer> APP_TOO_OFTEN = Set.of(99991400, 230020);
    private static final Set<Integer> BOT_TOO_OFTEN = Set.of(11232, 11233);

    /** The content could not be read: plain text may be taken. */
    private static final Set<Integer> ABOUT_CONTENT = Set.of(230099, 230001, 9499, 19002, 11246);

    /** Recalled, deleted, too old, of another type, unknown. */
    private static final Set<Integer> ABOUT_MESSAGE =
            Set.of(230001, 230011, 230031, 230050, 230054, 230072, 230110, 99992354);

    private FeishuErrorMapper() {}

    static boolean isAboutContent(FeishuResponse answer) {
        return ABOUT_CONTENT.contains(answer.code());
    }

    /** The message that was to be edited or answered is not there for that. */
    static boolean isAboutMessage(FeishuResponse answer) {
        return ABOUT_MESSAGE.contains(answer.code());
    }

    static DeliveryResult toResult(FeishuResponse answer) {
        String says = "Feishu says: " + answer.words();
        if (APP_TOO_OFTEN.contains(answer.code())) {
            return new DeliveryResult.RetryAfter(answer.retryAfter().orElse(UNTIL_NEXT_CALL), says);
        }
        if (BOT_TOO_OFTEN.contains(answer.code()) || answer.status() == 429) {
            return new DeliveryResult.RetryAfter(answer.retryAfter().orElse(UNTIL_LESS_BUSY), says);
        }
        Optional<String> cure = cure(answer.code());
        if (cure.isPresent()) {
            return new DeliveryResult.Rejected(says + ". " + cure.get());
        }
        boolean forGood = isAboutContent(answer) || (answer.status() / 100 == 4 && answer.code() > 0);
        return forGood ? new DeliveryResult.Rejected(says + ".") : new DeliveryResult.Failed(says);
    }

    /** What to do about an error that trying again does not mend. */
    private static Optional<String> cure(int code) {
        return Optional.ofNullable(
                switch (code) {
                    case 10003,
                            10005,
                            10012,
                            10013,
                            10014,
                            10015,
                            99991543,
                            99991661,
                            99991663,
                            99991664,
                            99991665,
                            99991668,
                            99991677 ->
                        "Compare feishu.appId and the Secret's appSecret with the app's credentials in the developer"
                                + " console, and feishu.domain with where the app lives.";
                    case 99991662, 99991673 -> "The app is not enabled: publish it and have it approved.";
                    case 99991672, 99991676, 99991679, 230027 ->
                        "Give the app the scopes im:message:send_as_bot and im:resource, and publish a version of it.";
                    case 99991401 -> "Add the relay's address to the app's IP allow-list in the developer console.";
                    case 230002, 232011 -> "Add the bot to the chat, or correct feishu.chatId.";
                    case 230006, 232025 -> "Enable the app's bot in the developer console and publish a version.";
                    case 230013 -> "Let the app be available to the person it writes to.";
                    case 230018, 230035 -> "Let bots write in the chat's settings.";
                    case 230028 -> "The tenant's data loss prevention refuses the text; ask its administrator.";
                    case 232006, 232009 -> "There is no such chat: correct feishu.chatId.";
                    case 19001 ->
                        "The bot is gone or its address wrong: copy the bot's webhook address into the Secret's webhookUrl.";
                    case 19021 ->
                        "Compare the Secret's signingSecret with the bot's security settings, and the relay's clock with"
                                + " the time.";
                    case 19022 -> "Add the relay's address to the IP allow-list in the bot's security settings.";
                    case 19024 ->
                        "Have the bot ask for a signature instead of keywords in its security settings, and put its"
                                + " secret into the Secret's signingSecret.";
                    default -> null;
                });
    }

    static ChannelCheck toCheck(FeishuResponse answer) {
        String says = "Feishu says: " + answer.words();
        return switch (toResult(answer)) {
            case DeliveryResult.Rejected rejected -> new ChannelCheck(false, reason(answer.code()), rejected.reason());
            default -> new ChannelCheck(false, "Unreachable", says);
        };
    }

    private static String reason(int code) {
        return switch (code) {
            case 230002, 232006, 232009, 232011 -> "UnknownChat";
            case 230006, 232025, 99991672, 99991676, 99991679, 230027 -> "Forbidden";
            default -> "Unauthorized";
        };
    }
}
