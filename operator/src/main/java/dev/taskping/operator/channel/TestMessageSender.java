package dev.taskping.operator.channel;

import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.channel.NotificationChannelStatus;
import dev.taskping.crds.channel.NotificationChannelStatus.TestMessage;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.relay.RelayException;
import dev.taskping.operator.status.EventRecorder;
import dev.taskping.operator.status.EventRecorder.NewEvent;
import dev.taskping.operator.status.EventRecorder.Type;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelTestResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Sends the test messages that people ask for by an annotation, one for each value of it. The relay identifies a message by
 * the channel's uid and that value, so that a repeated request sends nothing again.
 */
@ApplicationScoped
class TestMessageSender {

    private static final int LONGEST_VALUE = 256;

    private final RelayClient relay;
    private final EventRecorder events;
    private final Clock clock;

    TestMessageSender(RelayClient relay, EventRecorder events, Clock clock) {
        this.relay = relay;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Sends the message that is asked for unless it was sent, and records its result as an Event.
     *
     * @param registered whether the relay knows the channel as it is now
     * @return what the channel's status shows; empty if nobody asks for a test
     */
    Optional<TestMessage> sendIfRequested(NotificationChannel channel, boolean registered) {
        Optional<TestMessage> shown = Optional.ofNullable(channel.getStatus()).map(NotificationChannelStatus::test);
        return ChannelUpdateFilter.requestedTest(channel)
                .map(value -> shown.filter(test -> isSettled(test, value)).orElseGet(() -> {
                    TestMessage test = registered ? send(channel, value) : pending(value, "the channel is not ready");
                    recordResult(channel, test);
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
            ChannelTestResult test = relay.test(key, messageId(channel, value).toString());
            String reason = Optional.ofNullable(test.reason()).orElse("");
            return switch (test.state()) {
                case PENDING -> pending(value, reason);
                case DELIVERED ->
                    new TestMessage(
                            value,
                            TestMessage.State.DELIVERED,
                            "The provider accepted the test message as " + test.reference()
                                    + (reason.isEmpty() ? "" : ". " + reason));
                case DEAD ->
                    new TestMessage(
                            value, TestMessage.State.UNDELIVERED, "The test message was not delivered: " + reason);
            };
        } catch (RelayException e) {
            return pending(value, e.getMessage());
        }
    }

    private static TestMessage pending(String value, String reason) {
        return new TestMessage(
                shortened(value), TestMessage.State.PENDING, reason.isEmpty() ? "On its way" : "Waits: " + reason);
    }

    private void recordResult(NotificationChannel channel, TestMessage test) {
        if (test.state() != TestMessage.State.PENDING) {
            boolean good = test.state() == TestMessage.State.DELIVERED;
            events.record(
                    channel,
                    new NewEvent(
                            "test-" + messageId(channel, test.value()),
                            good ? Type.NORMAL : Type.WARNING,
                            good ? "TestDelivered" : "TestFailed",
                            test.message(),
                            clock.instant()));
        }
    }

    private static String shortened(String value) {
        return value.substring(0, Math.min(value.length(), LONGEST_VALUE));
    }

    private static UUID messageId(NotificationChannel channel, String value) {
        return UUID.nameUUIDFromBytes((channel.getMetadata().getUid() + "\n" + value).getBytes(StandardCharsets.UTF_8));
    }
}
