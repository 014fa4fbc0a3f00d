package dev.taskping.relay.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.webhook.WebhookDescriptor;
import dev.taskping.relay.channel.webhook.WebhookSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InFlightTest {

    private static final ChannelType KIND = WebhookDescriptor.TYPE;
    private static final int LIMIT = 4;

    private final AtomicLong nanoTime = new AtomicLong();
    private final InFlight inFlight = new InFlight(List.of(KIND), LIMIT, nanoTime::get);

    @Test
    void kindIsFullUntilARequestIsAnswered() {
        List<OutboundMessage> messages = send("one", LIMIT);
        assertThat(inFlight.withRoom()).isEmpty();
        assertThat(inFlight.answered(messages.getFirst())).isTrue();
        assertThat(inFlight.withRoom()).containsExactly(KIND);
    }

    @Test
    void slowRequestsLeaveTheirRoomToOthers() {
        send("one", LIMIT);
        nanoTime.addAndGet(InFlight.SLOW.toNanos());
        assertThat(inFlight.withRoom()).containsExactly(KIND);
    }

    @Test
    void evenSlowRequestsHaveALimit() {
        for (int i = 0; i < 4; i++) {
            send("one", LIMIT);
            nanoTime.addAndGet(InFlight.SLOW.toNanos());
        }
        assertThat(inFlight.withRoom()).isEmpty();
    }

    @Test
    void sharesAreCountedByTenantAndWithSlowRequests() {
        assertThat(inFlight.share()).isEqualTo(LIMIT - 1);
        List<OutboundMessage> messages = send("one", 2);
        assertThat(inFlight.share()).isEqualTo(LIMIT - 1);
        send("other", 1);
        nanoTime.addAndGet(InFlight.SLOW.toNanos());
        assertThat(inFlight.share()).isEqualTo(LIMIT / 2);
        assertThat(inFlight.shares())
                .containsEntry(new InFlight.Share(KIND, "one"), 2)
                .containsEntry(new InFlight.Share(KIND, "other"), 1);
        assertThat(inFlight.answered(messages.getFirst()))
                .as("somebody waits for a place of this tenant")
                .isTrue();
        assertThat(inFlight.answered(messages.getLast())).isFalse();
        assertThat(inFlight.shares()).containsOnlyKeys(new InFlight.Share(KIND, "other"));
    }

    @Test
    void deliveriesAreHeldUntilTheirResultIsWritten() {
        OutboundMessage message = send("one", 1).getFirst();
        inFlight.answered(message);
        assertThat(inFlight.isEmpty()).isFalse();
        inFlight.written(message.ids());
        assertThat(inFlight.isEmpty()).isTrue();
    }

    private List<OutboundMessage> send(String tenant, int count) {
        List<OutboundMessage> messages =
                Stream.generate(() -> message(tenant)).limit(count).toList();
        messages.forEach(inFlight::sent);
        return messages;
    }

    private static OutboundMessage message(String tenant) {
        return OutboundMessage.of(new ClaimedDelivery(
                "default",
                UUID.randomUUID(),
                new ChannelKey("ml", "hook"),
                KIND,
                "webhook:" + UUID.randomUUID(),
                tenant,
                new WebhookSettings(URI.create("https://example.com"), "whsec_x", null),
                null,
                0,
                Instant.EPOCH,
                Duration.ofDays(1),
                Samples.notification(Samples.succeeded("")),
                null));
    }
}
