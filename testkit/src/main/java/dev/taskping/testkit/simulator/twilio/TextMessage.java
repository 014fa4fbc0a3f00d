package dev.taskping.testkit.simulator.twilio;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A text message on a telephone.
 *
 * @param sid Twilio's name for it
 * @param from the sender's number, or the messaging service
 * @param to the recipient's number
 * @param body what stands there
 * @param encoding how it went through the air
 * @param segments how many messages it was, and cost
 * @param statusCallback where Twilio is to tell what becomes of it; absent: nowhere
 * @param sentAt when
 */
public record TextMessage(
        String sid,
        String from,
        String to,
        String body,
        Encoding encoding,
        int segments,
        @Nullable String statusCallback,
        Instant sentAt) {}
