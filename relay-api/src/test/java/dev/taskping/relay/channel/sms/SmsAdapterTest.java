package dev.taskping.relay.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.http.JsonApiClient;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.twilio.Encoding;
import dev.taskping.testkit.simulator.twilio.TextMessage;
import dev.taskping.testkit.simulator.twilio.TwilioSimulator;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsAdapterTest {

    private static final String PHONE = "+491701234567";

    private final TwilioSimulator twilio = TwilioSimulator.start();
    private final SmsAdapter adapter = new SmsAdapter(
            new TwilioApiClient(new JsonApiClient(new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1"))))));

    @AfterEach
    void stop() {
        twilio.close();
    }

    @Test
    void aResultArrivesInOneSegment() {
        assertThat(send(from(PHONE)))
                .isEqualTo(new DeliveryResult.Delivered(
                        twilio.messages().getFirst().sid()));

        TextMessage message = twilio.messages().getFirst();
        assertThat(message.to()).isEqualTo(PHONE);
        assertThat(message.from()).isEqualTo(TwilioSimulator.NUMBER);
        assertThat(message.body()).startsWith("train-llm succeeded\nDuration: 3 h 12 min\n");
        assertThat(message.encoding()).isEqualTo(Encoding.GSM_7);
        assertThat(message.segments()).isEqualTo(1);
    }

    @Test
    void aMessagingServiceMaySend() {
        assertThat(send(service(twilio.messagingServiceSid()))).isInstanceOf(DeliveryResult.Delivered.class);
        assertThat(twilio.messages().getFirst().from()).isEqualTo(twilio.messagingServiceSid());
    }

    @Test
    void answersGoToTheNumberThatAskedAndEditsAreMessages() {
        Message launched = Message.line(Severity.SUCCESS, "🚀 Launched evaluate-x7f2 — asked by Mia");
        adapter.send(from(PHONE), Samples.notification(launched, new Placement.ReplyTo("+491709999999", "SM1")));
        adapter.send(from(PHONE), Samples.notification(launched, new Placement.EditOf(null, "SM1")));
        adapter.send(from(PHONE), Samples.notification(launched, new Placement.EditOf(null, "SM1", false)));

        assertThat(twilio.messages()).extracting(TextMessage::to).containsExactly("+491709999999", PHONE);
        assertThat(twilio.messages())
                .extracting(TextMessage::body)
                .containsOnly("Launched evaluate-x7f2 - asked by Mia");
    }

    @Test
    void twilioReportsToARelayThatItCanReach() {
        adapter.send(from(PHONE), withHook("https://taskping.example.org/hooks/0a1b"));
        adapter.send(from(PHONE), withHook("http://localhost:8080/hooks/0a1b"));
        send(from(PHONE));

        assertThat(twilio.messages())
                .extracting(TextMessage::statusCallback)
                .containsExactly("https://taskping.example.org/hooks/0a1b", null, null);
        assertThat(SmsAdapter.lost("undelivered", "30005"))
                .isEqualTo(
                        "Twilio says: undelivered (30005). Correct sms.to: it must be a number in E.164 that exists.");
        assertThat(SmsAdapter.lost("failed", null)).isEqualTo("Twilio says: failed.");
    }

    @Test
    void waitsAsLongAsTwilioSays() {
        twilio.faults().failNext("Messages", 1, new Fault.Status(429, Duration.ofSeconds(7)));
        assertThat(send(from(PHONE)))
                .isEqualTo(
                        new DeliveryResult.RetryAfter(Duration.ofSeconds(7), "Twilio says: Too Many Requests (20429)"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, 21608 The number is unverified, Rejected, verify the number",
        "400, 21408 Permission to send an SMS has not been enabled, Rejected, Geographic permissions",
        "400, 30034 Message from an unregistered number, Rejected, A2P 10DLC",
        "400, 21660 Mismatch between the From number and the account, Rejected, sms.from",
        "400, 21999 Something new, Rejected, Something new (21999)",
        "429, 21611 This From number has exceeded the maximum number of queued messages, RetryAfter, queued",
        "400, 30003 Unreachable destination handset, Failed, handset",
        "500, 20500 Internal Server Error, Failed, 20500",
        "503, 20503 Service unavailable, Failed, 20503",
    })
    void errorsSayWhatToDo(int status, String description, String kind, String cure) {
        twilio.faults().failNext("Messages", 1, new Fault.Refusal(status, description));
        DeliveryResult result = send(from(PHONE));
        assertThat(result.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(result.toString()).contains(cure);
        assertThat(twilio.messages()).isEmpty();
    }

    @Test
    void refusalsNameTheCure() {
        twilio.unsubscribe(PHONE);
        assertThat(rejection(from(PHONE))).contains("unsubscribed", "START", "21610");
        twilio.addLandline("+493012345678");
        assertThat(rejection(from("+493012345678"))).contains("no mobile number", "21614");
        assertThat(rejection(from("0170 1234567"))).contains("E.164", "21211");
        assertThat(rejection(service("MG" + "0".repeat(32)))).contains("messagingServiceSid", "21701");
        assertThat(rejection(withToken("wrong-token")))
                .contains("authToken", "20003")
                .doesNotContain("wrong-token");
    }

    @Test
    void troubleOnTheWayIsTriedAgainAndShowsNoToken() {
        twilio.faults().failNext("Messages", 1, new Fault.Reset());
        assertThat(send(from(PHONE)))
                .isInstanceOfSatisfying(DeliveryResult.Failed.class, failed -> assertThat(failed.cause())
                        .contains("127.0.0.1")
                        .doesNotContain(twilio.authToken()));
        twilio.close();
        assertThat(send(from(PHONE)))
                .isInstanceOfSatisfying(DeliveryResult.Failed.class, failed -> assertThat(failed.cause())
                        .contains("refuses connections"));
    }

    @Test
    void checksAccountAndSender() {
        assertThat(adapter.check(from(PHONE)).ready()).isTrue();
        assertThat(adapter.check(service(twilio.messagingServiceSid())).ready()).isTrue();
        assertThat(adapter.check(withToken("wrong-token")).reason()).isEqualTo("Unauthorized");
        assertThat(adapter.check(settings("+15005550001", null, PHONE, twilio.authToken())))
                .satisfies(check -> assertThat(check.reason()).isEqualTo("UnknownSender"))
                .satisfies(check -> assertThat(check.message()).contains("+15005550001", "sms.from"));
        assertThat(adapter.check(service("MG" + "0".repeat(32))).reason()).isEqualTo("UnknownSender");
        twilio.status("suspended");
        ChannelCheck suspended = adapter.check(from(PHONE));
        assertThat(suspended.reason()).isEqualTo("AccountNotActive");
        assertThat(suspended.message()).contains("suspended");
        assertThat(twilio.messages()).as("nobody was bothered").isEmpty();
        twilio.close();
        assertThat(adapter.check(from(PHONE)).reason()).isEqualTo("Unreachable");
    }

    @Test
    void aPrivateApiServerMustBeAllowed() {
        SmsAdapter strict = new SmsAdapter(
                new TwilioApiClient(new JsonApiClient(new ChannelHttpClient(new EgressGuard(List.of())))));
        assertThat(strict.send(from(PHONE), Samples.notification(Samples.succeeded("x"))))
                .isInstanceOfSatisfying(DeliveryResult.Rejected.class, rejected -> assertThat(rejected.reason())
                        .contains("taskping.webhook.allowed-hosts"));
    }

    private static Notification withHook(String hook) {
        Notification sample = Samples.notification(Samples.succeeded("x"));
        return new Notification(
                sample.deliveryId(),
                sample.createdAt(),
                sample.message(),
                sample.event(),
                sample.thread(),
                sample.placement(),
                URI.create(hook),
                sample.progress());
    }

    private DeliveryResult send(SmsSettings settings) {
        return adapter.send(settings, Samples.notification(Samples.succeeded("x")));
    }

    private String rejection(SmsSettings settings) {
        DeliveryResult result = send(settings);
        assertThat(result).isInstanceOf(DeliveryResult.Rejected.class);
        return ((DeliveryResult.Rejected) result).reason();
    }

    private SmsSettings from(String to) {
        return settings(TwilioSimulator.NUMBER, null, to, twilio.authToken());
    }

    private SmsSettings service(String sid) {
        return settings(null, sid, PHONE, twilio.authToken());
    }

    private SmsSettings withToken(String token) {
        return settings(TwilioSimulator.NUMBER, null, PHONE, token);
    }

    private SmsSettings settings(@Nullable String from, @Nullable String service, String to, String token) {
        return new SmsSettings(twilio.accountSid(), token, from, service, to, twilio.url());
    }
}
