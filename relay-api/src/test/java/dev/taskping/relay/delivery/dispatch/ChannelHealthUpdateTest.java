package dev.taskping.relay.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.channel.ChannelHealthStore.Symptom;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.webhook.WebhookDescriptor;
import dev.taskping.relay.channel.webhook.WebhookSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChannelHealthUpdateTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID CHANNEL = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    @Test
    void refusalIsTroubleAtOnce() {
        assertThat(ChannelHealthUpdate.of(List.of(decision(CHANNEL, 0, new DeliveryResult.Rejected("552 full"))))
                        .troubled())
                .containsEntry(CHANNEL, new Symptom("Refused", "552 full"));
    }

    @Test
    void failureIsTroubleWhenItLasts() {
        DeliveryResult failed = new DeliveryResult.Failed("503");
        assertThat(ChannelHealthUpdate.of(List.of(decision(CHANNEL, 0, failed), decision(CHANNEL, 1, failed))))
                .isEqualTo(ChannelHealthUpdate.of(List.of()));
        assertThat(ChannelHealthUpdate.of(List.of(decision(CHANNEL, 2, failed))).troubled())
                .containsEntry(CHANNEL, new Symptom("Failing", "503"));
    }

    @Test
    void waitingSaysNothing() {
        DeliveryResult wait = new DeliveryResult.RetryAfter(Duration.ofSeconds(3), "429");
        assertThat(ChannelHealthUpdate.of(List.of(decision(CHANNEL, 7, wait))))
                .isEqualTo(ChannelHealthUpdate.of(List.of()));
    }

    @Test
    void lastOfSeveralAttemptsCounts() {
        DeliveryAttempt refused = decision(CHANNEL, 0, new DeliveryResult.Rejected("552 full"));
        DeliveryAttempt delivered = decision(CHANNEL, 0, new DeliveryResult.Delivered("4711"));
        assertThat(ChannelHealthUpdate.of(List.of(refused, delivered)).recovered())
                .containsExactly(CHANNEL);
        assertThat(ChannelHealthUpdate.of(List.of(delivered, refused)).troubled())
                .containsOnlyKeys(CHANNEL);
    }

    @Test
    void remarkOnADeliveryIsTrouble() {
        assertThat(ChannelHealthUpdate.of(
                                List.of(decision(CHANNEL, 0, new DeliveryResult.Delivered("4711", "one was refused"))))
                        .troubled())
                .containsEntry(CHANNEL, new Symptom("PartlyDelivered", "one was refused"));
    }

    @Test
    void channelsAreJudgedSeparately() {
        ChannelHealthUpdate channelHealthUpdate = ChannelHealthUpdate.of(List.of(
                decision(CHANNEL, 0, new DeliveryResult.Rejected("revoked")),
                decision(OTHER, 0, new DeliveryResult.Delivered("4711"))));
        assertThat(channelHealthUpdate.troubled()).containsOnlyKeys(CHANNEL);
        assertThat(channelHealthUpdate.recovered()).containsExactly(OTHER);
    }

    private static DeliveryAttempt decision(UUID channel, int attemptsBefore, DeliveryResult result) {
        ClaimedDelivery delivery = new ClaimedDelivery(
                "default",
                channel,
                new ChannelKey("ml", "hook"),
                WebhookDescriptor.TYPE,
                "webhook:1",
                "default/lab/ml",
                new WebhookSettings(URI.create("https://example.com"), "whsec_x", null),
                null,
                attemptsBefore,
                NOW,
                Duration.ofDays(1),
                Samples.notification(Samples.succeeded("")),
                null);
        DeliveryOutcome outcome = DeliveryOutcome.of(
                result,
                NOW,
                NOW.plusSeconds(1),
                Duration.ofDays(1),
                new ProportionalBackoff(Duration.ofSeconds(1), Duration.ofMinutes(5)),
                0);
        return new DeliveryAttempt(
                new SendAttempt(OutboundMessage.of(delivery), NOW, Duration.ZERO, result), delivery, outcome);
    }
}
