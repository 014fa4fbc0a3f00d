package dev.taskping.relay.channel.feishu;

import static dev.taskping.relay.channel.feishu.FeishuTesting.custom;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.testkit.simulator.feishu.FeishuMessage;
import dev.taskping.testkit.simulator.feishu.FeishuSimulator;
import dev.taskping.testkit.simulator.http.Fault;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeishuCustomBotTest {

    private final FeishuSimulator feishu = FeishuSimulator.start();
    private final FeishuAdapter adapter = FeishuTesting.adapter("127.0.0.1");

    @AfterEach
    void stop() {
        feishu.close();
    }

    @Test
    void signsAsPythonWould() {
        // base64(hmac(key="1599360473\ndemo", message="", sha256))
        assertThat(FeishuSignature.sign(1599360473, "demo")).isEqualTo("l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=");
    }

    @Test
    void showsAllButButtonsThatNobodyWouldHear() {
        Notification notification = Samples.notification(Samples.succeeded("loss=0.1"));
        assertThat(adapter.send(custom(feishu), notification))
                .isEqualTo(
                        new DeliveryResult.Delivered(notification.deliveryId().toString()));

        FeishuMessage message = feishu.messages().getFirst();
        assertThat(message.bot()).isEqualTo("custom");
        assertThat(message.content().title()).isEqualTo("✅ train-llm succeeded");
        assertThat(message.content().code()).containsExactly("loss=0.1");
        assertThat(message.buttonLabels()).containsExactly("Open");
    }

    @Test
    void aLogThatDoesNotFitIsCutInTheMiddleAndSaysSo() {
        send(Samples.succeeded(Samples.log(2000)));

        assertThat(feishu.messages()).hasSize(1);
        assertThat(feishu.messages().getFirst().content().text())
                .contains("step 1/2000", "step 2000/2000")
                .containsPattern("\\[… \\d+ characters left out …]");
    }

    @Test
    void editsAndAnswersAreMessages() {
        Message launched = Message.line(Severity.SUCCESS, "Launched");
        adapter.send(custom(feishu), Samples.notification(launched, new Placement.EditOf(null, "1")));
        adapter.send(custom(feishu), Samples.notification(launched, new Placement.ReplyTo(null, "1")));
        assertThat(feishu.messages()).hasSize(2);
        assertThat(adapter.send(custom(feishu), Samples.notification(launched, new Placement.EditOf(null, "1", false))))
                .isEqualTo(new DeliveryResult.Delivered("1"));
        assertThat(feishu.messages()).hasSize(2);
    }

    @Test
    void sendsPlainTextIfFeishuRefusesTheCard() {
        feishu.faults().failNext("hook", 1, new Fault.Refusal(200, "9499 Bad Request"));
        assertThat(send(Samples.succeeded("x"))).isInstanceOf(DeliveryResult.Delivered.class);
        assertThat(feishu.messages().getFirst().type()).isEqualTo("post");
    }

    @Test
    void waitsWhenThereWereTooMany() {
        feishu.faults().failNext("hook", 1, new Fault.Refusal(200, "11232 frequency limited"));
        assertThat(send(Samples.succeeded("x"))).isInstanceOf(DeliveryResult.RetryAfter.class);
    }

    @Test
    void theSimulatorKeepsTheDocumentedPace() {
        try (FeishuSimulator limited = FeishuSimulator.start(0, true)) {
            for (int i = 0; i < 5; i++) {
                assertThat(adapter.send(custom(limited), Samples.notification(Samples.succeeded("x"))))
                        .isInstanceOf(DeliveryResult.Delivered.class);
            }
            assertThat(adapter.send(custom(limited), Samples.notification(Samples.succeeded("x"))))
                    .isInstanceOf(DeliveryResult.RetryAfter.class);
        }
    }

    @Test
    void refusalsNameTheCureAndNoSecret() {
        assertThat(rejection(custom(feishu.webhookUrl(), "wrong-secret")))
                .contains("signingSecret", "19021")
                .doesNotContain("wrong-secret");
        assertThat(rejection(custom(feishu.webhookUrl(), null))).contains("signingSecret");
        URI gone = feishu.url().resolve("/open-apis/bot/v2/hook/deadbeef");
        assertThat(rejection(custom(gone, null)))
                .contains("webhookUrl", "19001")
                .doesNotContain("deadbeef");
        feishu.requireKeyword("prod");
        assertThat(rejection(custom(feishu))).contains("signature instead of keywords", "19024");
    }

    @Test
    void troubleOnTheWayIsTriedAgainAndShowsNoAddress() {
        feishu.faults().failNext("hook", 1, new Fault.Reset());
        assertThat(send(Samples.succeeded("x")))
                .isInstanceOfSatisfying(DeliveryResult.Failed.class, failed -> assertThat(failed.cause())
                        .contains("127.0.0.1")
                        .doesNotContain("hook/", feishu.signingSecret()));
    }

    @Test
    void checksAddressAndSignatureWithoutWriting() {
        assertThat(adapter.check(custom(feishu)).ready()).isTrue();
        assertThat(adapter.check(custom(feishu.webhookUrl(), "wrong")).reason()).isEqualTo("Unauthorized");
        assertThat(adapter.check(custom(feishu.url().resolve("/open-apis/bot/v2/hook/x"), null))
                        .message())
                .contains("webhookUrl");
        assertThat(feishu.messages()).isEmpty();
    }

    private DeliveryResult send(Message message) {
        return adapter.send(custom(feishu), Samples.notification(message));
    }

    private String rejection(FeishuSettings settings) {
        DeliveryResult result = adapter.send(settings, Samples.notification(Samples.succeeded("x")));
        assertThat(result).isInstanceOf(DeliveryResult.Rejected.class);
        return ((DeliveryResult.Rejected) result).reason();
    }
}
