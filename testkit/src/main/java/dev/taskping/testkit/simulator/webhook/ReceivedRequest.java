package dev.taskping.testkit.simulator.webhook;

import java.time.Instant;
import java.util.Map;

/**
 * One request that reached the sink.
 *
 * @param receivedAt when it had arrived whole
 * @param path the path it was sent to
 * @param headers by lower-case name
 * @param webhookId the header {@code webhook-id}, empty if missing
 * @param body the body as text
 * @param signature {@code valid}, or what is wrong with it
 * @param accepted whether it was taken; a taken request may still have been left without an answer
 */
public record ReceivedRequest(
        Instant receivedAt,
        String path,
        Map<String, String> headers,
        String webhookId,
        String body,
        String signature,
        boolean accepted) {}
