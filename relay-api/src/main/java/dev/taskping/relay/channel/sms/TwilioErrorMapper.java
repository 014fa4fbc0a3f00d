package dev.taskping.relay.channel.sms;

import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import java.time.Duration;
import java.util.Optional;

/** What Twilio's errors mean for a delivery, and what to do about them (Twilio, "Error and warning dictionary"). */
final class TwilioErrorMapper {

    /** Twilio's queue empties at one segment a second. */
    private static final Duration UNTIL_QUEUE_MOVES = Duration.ofMinutes(1);

    private static final Duration UNTIL_LESS_BUSY = Duration.ofSeconds(2);

    private TwilioErrorMapper() {}

    static DeliveryResult toResult(TwilioResponse answer) {
        String says = "Twilio says: " + answer.words();
        return switch (answer.code()) {
            case 20429, 14107 ->
                new DeliveryResult.RetryAfter(answer.retryAfter().orElse(UNTIL_LESS_BUSY), says);
            case 21611, 30001, 30022 ->
                new DeliveryResult.RetryAfter(answer.retryAfter().orElse(UNTIL_QUEUE_MOVES), says);
            // The telephone may be off, the carrier in trouble: another time it may work.
            case 30003, 30008, 30010, 30017, 30018 -> new DeliveryResult.Failed(says);
            default ->
                cure(answer.code())
                        .<DeliveryResult>map(cure -> new DeliveryResult.Rejected(says + ". " + cure))
                        .orElseGet(() -> byStatus(answer, says));
        };
    }

    /** What to do about an error that trying again does not mend. */
    static Optional<String> cure(int code) {
        return Optional.ofNullable(
                switch (code) {
                    case 20003, 20004, 20404 ->
                        "Compare sms.accountSid and the Secret's authToken with Twilio's console.";
                    case 10001, 20005, 30002 ->
                        "The account is not active: see Twilio's console for why it is suspended.";
                    case 21211, 21217, 21401, 30005 -> "Correct sms.to: it must be a number in E.164 that exists.";
                    case 21408, 21612 ->
                        "Allow the recipient's country in Twilio's console, Messaging, Geographic permissions, and use a"
                                + " sender that may write there.";
                    case 21608 ->
                        "A trial account writes to verified numbers only: verify the number in Twilio's console, or"
                                + " upgrade.";
                    case 21610 -> "The recipient has unsubscribed: they must text START to the sending number.";
                    case 21614, 30006 -> "sms.to is no mobile number: name one that can receive text messages.";
                    case 21212, 21603, 21606, 21659, 21660 ->
                        "Correct sms.from: it must be a number of this account that can send text messages.";
                    case 21701, 21703, 21704, 21705 ->
                        "Correct sms.messagingServiceSid: it must be a service of this account with a sender in it.";
                    case 30004 -> "The recipient or their carrier blocks messages of this sender.";
                    case 30007, 30039 ->
                        "A carrier filters these messages as unwanted: see Twilio's guidance on 30007.";
                    case 30023, 30027, 30038 -> "The sender has used up what its carrier allows a day.";
                    case 30032, 30034, 30035 ->
                        "Register the sending number with the carriers (A2P 10DLC or toll-free verification).";
                    default -> null;
                });
    }

    private static DeliveryResult byStatus(TwilioResponse answer, String says) {
        if (answer.status() == 429
                || (answer.status() == 503 && answer.retryAfter().isPresent())) {
            return new DeliveryResult.RetryAfter(answer.retryAfter().orElse(UNTIL_LESS_BUSY), says);
        }
        return switch (answer.status()) {
            case 401, 403 ->
                new DeliveryResult.Rejected(says + ". " + cure(20003).orElseThrow());
            case 400, 404 -> new DeliveryResult.Rejected(says + ".");
            default -> new DeliveryResult.Failed(says);
        };
    }

    static ChannelCheck toCheck(TwilioResponse answer) {
        String says = "Twilio says: " + answer.words();
        return switch (answer.status()) {
            case 401, 403, 404 ->
                new ChannelCheck(
                        false, "Unauthorized", says + ". " + cure(20003).orElseThrow());
            default -> new ChannelCheck(false, "Unreachable", says);
        };
    }
}
