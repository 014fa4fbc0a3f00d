package dev.taskping.operator.channel;

import dev.taskping.crds.NotificationChannel;
import dev.taskping.crds.NotificationChannelStatus;
import dev.taskping.crds.NotificationChannelStatus.TestMessage;
import dev.taskping.operator.event.ResourceEvents;
import dev.taskping.operator.event.ResourceEvents.Note;
import dev.taskping.operator.event.ResourceEvents.Type;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.relay.RelayException;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelTestResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Test messages that people ask for by an annotation: one for each value of it. The relay knows a message by the channel's
 * uid and that value, so that asking again, whoever does, sends nothing again.
 */
@ApplicationScoped
class TestMessages {

    private static final int LONGEST_VALUE = 256;

    private final RelayClient relay;
    private final ResourceEvents events;
    private final Clock clock;

    TestMessages(RelayClient relay, ResourceEvents events, Clock clock) {
        this.relay = relay;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Sends what is asked for and was not sent yet, and tells what became of it.
     *
     * @param registered whether the relay was told of the channel as it is now
     * @return what to show; empty if nobody asks
     */
    Optional<TestMessage> examine(NotificationChannel channel, boolean registered) {
        Optional<TestMessage> shown = Optional.ofNullable(channel.getStatus()).map(NotificationChannelStatus::test);
        return ChannelChanged.wantedTest(channel)
                .map(value -> shown.filter(test -> isSettled(test, value)).orElseGet(() -> {
                    TestMessage test = registered ? send(channel, value) : pending(value, "the channel is not ready");
                    tell(channel, test);
                    return test;
                }));
    }

    private static boolean isSettled(TestMessage test, String value) {
        return test.value().equals(shortened(value)) && test.state() != TestMessage.State.PENDING;
    }

    private TestMessage send(NotificationChannel channel, String value) {
        if (value.length() > LONGEST_VALUE) {
            return new TestMessage(
                    shortened(value),
                    TestMessage.State.UNDELIVERED,
                    "Not sent: the annotation's value has more than " + LONGEST_VALUE + " characters; shorten it");
        }
        ChannelKey key = new ChannelKey(
                channel.getMetadata().getNamespace(), channel.getMetadata().getName());
        try {
            ChannelTestResult test = relay.test(key, idOf(channel, value).toString());
            String reason = Optional.ofNullable(test.reason()).orElse("");
            return switch (test.state()) {
                case PENDING -> pending(value, reason);
                case DELIVERED ->
                    new TestMessage(
                            value,
                            TestMessage.State.DELIVERED,
                            "The provider took the test message as " + test.reference()
                                    + (reason.isEmpty() ? "" : ". " + reason));
                case DEAD ->
                    new TestMessage(
                            value, TestMessage.State.UNDELIVERED, "The test message was not delivered: " + reason);
            };
        } catch (RelayException e) {
            return pending(value, String.valueOf(e.getMessage()));
        }
    }

    private static TestMessage pending(String value, String reason) {
        return new TestMessage(
                shortened(value), TestMessage.State.PENDING, reason.isEmpty() ? "On its way" : "Waits: " + reason);
    }

    private void tell(NotificationChannel channel, TestMessage test) {
        if (test.state() != TestMessage.State.PENDING) {
            boolean good = test.state() == TestMessage.State.DELIVERED;
            events.write(
                    channel,
                    new Note(
                            "test-" + idOf(channel, test.value()),
                            good ? Type.NORMAL : Type.WARNING,
                            good ? "TestDelivered" : "TestFailed",
                            test.message(),
                            clock.instant()));
        }
    }

    private static String shortened(String value) {
        return value.substring(0, Math.min(value.length(), LONGEST_VALUE));
    }

    private static UUID idOf(NotificationChannel channel, String value) {
        return UUID.nameUUIDFromBytes((channel.getMetadata().getUid() + "\n" + value).getBytes(StandardCharsets.UTF_8));
    }
}
