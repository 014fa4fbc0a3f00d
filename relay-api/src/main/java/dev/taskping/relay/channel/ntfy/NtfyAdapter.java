package dev.taskping.relay.channel.ntfy;

import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.http.JsonResponse;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Publishes to a topic of ntfy. The reference is the message's sequence id, which is the id of the delivery that showed it
 * first: a message with the same one replaces it, in edits and in repeated attempts.
 */
@ApplicationScoped
public class NtfyAdapter implements ChannelAdapter<NtfySettings> {

    private final NtfyApiClient api;

    /** Calls through the given client. */
    public NtfyAdapter(NtfyApiClient api) {
        this.api = api;
    }

    @Override
    public Class<NtfySettings> settingsType() {
        return NtfySettings.class;
    }

    @Override
    public DeliveryResult send(NtfySettings settings, Notification notification) {
        String sequenceId = notification.placement() instanceof Placement.EditOf edit
                ? edit.reference()
                : notification.deliveryId().toString();
        NtfyPublication publication = new NtfyPublication(
                NtfyRendering.of(notification.message(), notification.event()),
                sequenceId,
                priority(notification.message().severity()),
                settings.tagsOrNone(),
                notification.message().link());
        try {
            JsonResponse answer = api.publish(settings, publication);
            if (publication.rendering().attachment().isPresent() && NtfyErrorMapper.isAboutFile(answer)) {
                answer = api.publish(settings, publication.withoutFile());
            }
            return answer.isSuccessful() ? accepted(answer, sequenceId) : NtfyErrorMapper.toResult(answer);
        } catch (ProviderUnreachableException e) {
            return e.toResult();
        }
    }

    private static DeliveryResult accepted(JsonResponse answer, String sequenceId) {
        return answer.body().path("id").asText().isEmpty()
                ? new DeliveryResult.Failed(
                        "The server's answer names no message; check that ntfy.url is a server of ntfy")
                : new DeliveryResult.Delivered(sequenceId);
    }

    /** ntfy, "Message priority": 2 makes no sound, 3 is usual, 4 vibrates long; 5 is left to people. */
    private static int priority(Severity severity) {
        return switch (severity) {
            case INFO -> 2;
            case SUCCESS -> 3;
            case WARNING, ERROR -> 4;
        };
    }

    @Override
    public ChannelCheck check(NtfySettings settings) {
        try {
            JsonResponse answer = api.mayRead(settings);
            if (answer.status() == 403 && answer.body().has("code")) {
                return new ChannelCheck(
                        true,
                        "Verified",
                        "Publishes to the topic " + settings.topic()
                                + ", which it may not read. Whether it may write is known after the first message.");
            }
            if (!answer.isSuccessful()) {
                return NtfyErrorMapper.toCheck(answer);
            }
            return answer.body().path("success").asBoolean()
                    ? new ChannelCheck(true, "Verified", "Publishes to the topic " + settings.topic() + ".")
                    : new ChannelCheck(
                            false, "Unreachable", "The server's answer is not ntfy's; check that ntfy.url is one.");
        } catch (ProviderUnreachableException e) {
            return e.toCheck();
        }
    }
}
