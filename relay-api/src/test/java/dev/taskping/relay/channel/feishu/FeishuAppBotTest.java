package dev.taskping.relay.channel.feishu;

import static dev.taskping.relay.channel.feishu.FeishuTesting.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.testkit.simulator.feishu.FeishuButton;
import dev.taskping.testkit.simulator.feishu.FeishuMessage;
import dev.taskping.testkit.simulator.feishu.FeishuSimulator;
import dev.taskping.testkit.simulator.http.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeishuAppBotTest {

    private final FeishuSimulator feishu = FeishuSimulator.start();
    private final FeishuAdapter adapter = FeishuTesting.adapter("127.0.0.1");

    @AfterEach
    void stop() {
        feishu.close();
    }

    @Test
    void showsColourFactsLogAndButtons() {
        deliver(Samples.succeeded("loss=0.1 <nan> & done\n"), new Placement.Fresh());

        FeishuMessage message = feishu.messages().getFirst();
        assertThat(message.type()).isEqualTo("interactive");
        assertThat(message.content().title()).isEqualTo("✅ train-llm succeeded");
        assertThat(message.content().colour()).isEqualTo("green");
        assertThat(message.content().text())
                .isEqualTo("Duration\n3 h 12 min\nGPU-hours\n25.6\nNamespace\nml\nloss=0.1 <nan> & done");
        assertThat(message.content().code()).containsExactly("loss=0.1 <nan> & done");
        assertThat(message.content().buttons())
                .containsExactly(
                        new FeishuButton("Launch evaluate", "{\"action\":\"a1b2c3\"}", null),
                        new FeishuButton("Logs", "{\"action\":\"d4e5f6\"}", null),
                        new FeishuButton("Status", "{\"action\":\"g7h8i9\"}", null),
                        new FeishuButton("Open", null, "https://taskping.example.org/tasks/42"));
    }

    @Test
    void withoutAVerificationTokenThereAreNoButtons() {
        FeishuSettings all = app(feishu);
        FeishuSettings deaf = new FeishuSettings(
                all.domain(), all.appId(), all.appSecret(), all.chatId(), null, null, null, null, all.apiUrl());
        adapter.send(deaf, Samples.notification(Samples.succeeded("x")));

        assertThat(feishu.messages().getFirst().buttonLabels()).containsExactly("Open");
    }

    @Test
    void logIsNeverMarkup() {
        String hostile = "<at id=all></at> ``` **bold** <AT user_id=\"ou_1\"> [x](http://evil) ````";
        deliver(Samples.succeeded(hostile), new Placement.Fresh());

        FeishuMessage message = feishu.messages().getFirst();
        assertThat(message.content().mentions()).isEmpty();
        assertThat(message.content().code()).containsExactly(hostile);
        assertThat(message.content().text()).doesNotContain("[markup]");
    }

    @Test
    void aLogThatDoesNotFitIsCutAtItsBeginningAndAttachedWhole() {
        String log = Samples.log(2000);
        deliver(Samples.succeeded(log), new Placement.Fresh());

        List<FeishuMessage> messages = feishu.messages();
        assertThat(messages).hasSize(2);
        assertThat(messages.getFirst().content().text())
                .contains("step 2000/2000")
                .doesNotContain("step 1/2000")
                .endsWith("All of it is in train-llm.log, below.");
        assertThat(messages.getLast().parent()).isEqualTo(messages.getFirst().id());
        assertThat(messages.getLast().file()).satisfies(file -> {
            assertThat(file.name()).isEqualTo("train-llm.log");
            assertThat(file.text()).isEqualTo(log.stripTrailing());
        });
    }

    @Test
    void aFileThatCannotBeAttachedIsAdmittedAndTheMessageNotDoubled() {
        feishu.faults().failNext("files", 3, new Fault.Reset());
        assertThat(deliver(Samples.succeeded(Samples.log(2000)), new Placement.Fresh()))
                .isInstanceOf(DeliveryResult.Delivered.class);

        assertThat(feishu.messages()).hasSize(2);
        assertThat(feishu.messages().getLast().content().text()).contains("train-llm.log could not be attached");
    }

    @Test
    void aFileWaitsUntilAnotherCallIsAllowed() {
        feishu.faults().failNext("files", 1, new Fault.Status(429, null));
        deliver(Samples.succeeded(Samples.log(2000)), new Placement.Fresh());

        assertThat(feishu.messages().getLast().file()).isNotNull();
    }

    @Test
    void aRepeatedAttemptWritesOnce() {
        Notification notification = Samples.notification(Samples.succeeded("x"));
        feishu.faults().failNext("messages", 1, new Fault.ResetAfterAccept());
        assertThat(adapter.send(app(feishu), notification)).isInstanceOf(DeliveryResult.Failed.class);
        assertThat(adapter.send(app(feishu), notification))
                .isEqualTo(new DeliveryResult.Delivered(
                        feishu.messages().getFirst().id()));
        assertThat(feishu.messages()).hasSize(1);
    }

    @Test
    void editsInPlaceAndRemovesTheButtons() {
        String reference = referenceOf(deliver(Samples.succeeded("x"), new Placement.Fresh()));
        Message launched = Message.line(Severity.SUCCESS, "Launched evaluate-x7f2");

        assertThat(deliver(launched, new Placement.EditOf(feishu.chatId(), reference)))
                .isEqualTo(new DeliveryResult.Delivered(reference));

        FeishuMessage message = feishu.messages().getFirst();
        assertThat(message.content().title()).isEqualTo("Launched evaluate-x7f2");
        assertThat(message.buttonLabels()).isEmpty();
        assertThat(message.earlier()).hasSize(1);
    }

    @Test
    void recalledMessageIsSentAgain() {
        String reference = referenceOf(deliver(Samples.succeeded("x"), new Placement.Fresh()));
        feishu.recall(reference);

        assertThat(deliver(Message.line(Severity.INFO, "Step 2"), new Placement.EditOf(null, reference, false)))
                .isEqualTo(new DeliveryResult.Delivered(reference));
        deliver(Message.line(Severity.INFO, "Launched"), new Placement.EditOf(null, reference));
        deliver(Message.line(Severity.INFO, "Running"), new Placement.ReplyTo(null, reference));

        assertThat(feishu.messages())
                .extracting(message -> message.content().title())
                .containsExactly("Launched", "Running");
    }

    @Test
    void answersBelowAMessage() {
        String question = referenceOf(deliver(Samples.succeeded("x"), new Placement.Fresh()));
        deliver(Message.line(Severity.INFO, "Running"), new Placement.ReplyTo(feishu.chatId(), question));

        assertThat(feishu.messages().getLast().parent()).isEqualTo(question);
    }

    @Test
    void sendsPlainTextIfFeishuRefusesTheCard() {
        feishu.faults().failNext("messages", 1, new Fault.Refusal(400, "230099 Failed to create card content"));
        deliver(Samples.succeeded("x <at id=all></at>"), new Placement.Fresh());

        FeishuMessage message = feishu.messages().getFirst();
        assertThat(message.type()).isEqualTo("post");
        assertThat(message.content().whole())
                .isEqualTo("✅ train-llm succeeded\nDuration: 3 h 12 min\nGPU-hours: 25.6\nNamespace: ml\n"
                        + "https://taskping.example.org/tasks/42\n\nx <at id=all></at>");
        assertThat(message.content().mentions()).isEmpty();
    }

    @Test
    void aTokenIsKeptAndRenewedWhenItIsRefused() {
        deliver(Samples.succeeded("x"), new Placement.Fresh());
        feishu.faults().failNext("token", 1, new Fault.Status(500, null));
        assertThat(deliver(Samples.succeeded("y"), new Placement.Fresh()))
                .as("no token is asked for")
                .isInstanceOf(DeliveryResult.Delivered.class);
        feishu.faults().clear();
        feishu.expireTokens();
        assertThat(deliver(Samples.succeeded("z"), new Placement.Fresh())).isInstanceOf(DeliveryResult.Delivered.class);
    }

    @Test
    void waitsAsLongAsFeishuSays() {
        feishu.faults().failNext("messages", 1, new Fault.Status(429, Duration.ofSeconds(17)));
        assertThat(deliver(Samples.succeeded("x"), new Placement.Fresh()))
                .isEqualTo(new DeliveryResult.RetryAfter(
                        Duration.ofSeconds(17), "Feishu says: request trigger frequency limit (99991400)"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, 230020 This operation triggers the frequency limit., RetryAfter, 230020",
        "400, 99991672 Access denied. One of the following scopes is required, Rejected, im:message:send_as_bot",
        "400, 230006 Bot ability is not activated., Rejected, Enable the app's bot",
        "400, 230028 The messages do NOT pass the audit., Rejected, data loss prevention",
        "400, 230999 Something new, Rejected, Something new (230999)",
        "200, 230999 Something new, Failed, Something new (230999)",
        "500, 2200 Internal Error, Failed, 2200",
    })
    void errorsSayWhatToDo(int status, String description, String kind, String cure) {
        feishu.faults().failNext("messages", 1, new Fault.Refusal(status, description));
        DeliveryResult result = deliver(Samples.succeeded("x"), new Placement.Fresh());
        assertThat(result.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(result.toString()).contains(cure);
        assertThat(feishu.messages()).isEmpty();
    }

    @Test
    void refusalsNameTheCure() {
        assertThat(rejection(app(feishu, "wrong-secret", feishu.chatId())))
                .contains("appSecret", "10014")
                .doesNotContain("wrong-secret");
        assertThat(rejection(app(feishu, feishu.appSecret(), "oc_0000000000000000")))
                .contains("feishu.chatId", "230002");
        feishu.removeBot();
        assertThat(rejection(app(feishu))).contains("Add the bot to the chat");
    }

    @Test
    void troubleOnTheWayIsTriedAgainAndShowsNoSecret() {
        feishu.faults().failNext("messages", 1, new Fault.Status(502, null));
        assertThat(deliver(Samples.succeeded("x"), new Placement.Fresh()))
                .isEqualTo(new DeliveryResult.Failed("Feishu says: HTTP status 502"));
        feishu.close();
        assertThat(deliver(Samples.succeeded("x"), new Placement.Fresh()))
                .isInstanceOfSatisfying(DeliveryResult.Failed.class, failed -> assertThat(failed.cause())
                        .contains("127.0.0.1")
                        .doesNotContain(feishu.appSecret()));
    }

    @Test
    void checksTokenAndChat() {
        assertThat(adapter.check(app(feishu)))
                .satisfies(check -> assertThat(check.ready()).isTrue())
                .satisfies(check -> assertThat(check.message()).contains(FeishuSimulator.GROUP_NAME));
        assertThat(adapter.check(app(feishu, "wrong", feishu.chatId())).reason())
                .isEqualTo("Unauthorized");
        assertThat(adapter.check(app(feishu, feishu.appSecret(), "oc_0000000000000000"))
                        .reason())
                .isEqualTo("UnknownChat");
        feishu.faults().failNext("chats", 1, new Fault.Refusal(400, "99991672 Access denied"));
        assertThat(adapter.check(app(feishu)))
                .as("who may write need not be allowed to look")
                .satisfies(check -> assertThat(check.ready()).isTrue())
                .satisfies(check -> assertThat(check.message()).contains("im:chat:readonly"));
        feishu.removeBot();
        assertThat(adapter.check(app(feishu)).message()).contains("add it in the chat's settings");
        assertThat(feishu.messages()).as("nobody was bothered").isEmpty();
    }

    @Test
    void aPrivateApiServerMustBeAllowed() {
        assertThat(FeishuTesting.adapter().send(app(feishu), Samples.notification(Samples.succeeded("x"))))
                .isInstanceOfSatisfying(DeliveryResult.Rejected.class, rejected -> assertThat(rejected.reason())
                        .contains("taskping.webhook.allowed-hosts"));
    }

    private DeliveryResult deliver(Message message, Placement placement) {
        return adapter.send(app(feishu), Samples.notification(message, placement));
    }

    private String rejection(FeishuSettings settings) {
        DeliveryResult result = adapter.send(settings, Samples.notification(Samples.succeeded("x")));
        assertThat(result).isInstanceOf(DeliveryResult.Rejected.class);
        return ((DeliveryResult.Rejected) result).reason();
    }

    private static String referenceOf(DeliveryResult result) {
        assertThat(result).isInstanceOf(DeliveryResult.Delivered.class);
        return ((DeliveryResult.Delivered) result).reference();
    }
}
