package dev.taskping.relay.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.http.JsonApiClient;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.slack.SlackMessage;
import dev.taskping.testkit.simulator.slack.SlackMessage.SlackButton;
import dev.taskping.testkit.simulator.slack.SlackSimulator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlackAdapterTest {

    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final String CHANNEL = SlackSimulator.CHANNEL;
    private static final Placement FRESH = new Placement.Fresh();

    private final SlackSimulator slack = SlackSimulator.start();
    private final SlackAdapter adapter = adapter();

    static SlackAdapter adapter() {
        return new SlackAdapter(
                new SlackApiClient(new JsonApiClient(new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1"))))));
    }

    @AfterEach
    void stop() {
        slack.close();
    }

    @Test
    void showsTitleFactsLogAndButtons() {
        deliver(Samples.succeeded("loss=0.1 <nan> & *done*\n"));

        SlackMessage message = only();
        assertThat(message.title()).isEqualTo("✅ train-llm succeeded");
        assertThat(message.text())
                .isEqualTo("Duration: 3 h 12 min\nGPU-hours: 25.6\nNamespace: ml\n\nOpen\nloss=0.1 <nan> & *done*");
        assertThat(message.buttons()).first().isEqualTo(new SlackButton("Launch evaluate", "a1b2c3", "a1b2c3"));
        assertThat(message.buttonLabels()).containsExactly("Launch evaluate", "Logs", "Status");
        assertThat(message.fallback()).startsWith("✅ train-llm succeeded").contains("Duration: 3 h 12 min");
    }

    @Test
    void withoutTheSigningSecretThereAreNoButtons() {
        send(new SlackSettings(slack.token(), CHANNEL, null, null, slack.url()), Samples.succeeded("x"), FRESH);
        assertThat(only().buttons()).isEmpty();
    }

    @Test
    void noTextCanMentionAnybody() {
        String text = "<!channel> <!here> <@U1> @channel &lt;!everyone&gt; :fire: *x*";
        deliver(new Message(text, Severity.ERROR, text, List.of(new Message.Fact(text, text)), null, List.of(), null));

        SlackMessage message = slack.messages(CHANNEL).getFirst();
        assertThat(message.pings()).isEmpty();
        assertThat(message.title()).isEqualTo(text);
        assertThat(message.text()).contains(text);
    }

    @Test
    void aLogThatDoesNotFitIsCutAtItsBeginningAndAttachedBelow() {
        String log = Samples.log(400);
        deliver(Samples.succeeded(log));

        List<SlackMessage> messages = slack.messages(CHANNEL);
        assertThat(messages).hasSize(2);
        assertThat(messages.getFirst().text()).contains("…", "step 400/400").doesNotContain("step 1/400 ");
        assertThat(messages.getLast().file()).isEqualTo(new SlackMessage.SlackFile("train-llm.log", log));
        assertThat(messages.getLast().thread()).isEqualTo(messages.getFirst().timestamp());
    }

    @Test
    void aFileThatCannotBeAttachedIsAdmittedAndTheMessageNotDoubled() {
        slack.removeScope("files:write");
        assertThat(send(bot(), Samples.succeeded(Samples.log(400)), FRESH))
                .isInstanceOf(DeliveryResult.Delivered.class);

        List<SlackMessage> messages = slack.messages(CHANNEL);
        assertThat(messages).hasSize(2);
        assertThat(messages.getLast().text()).contains("train-llm.log could not be attached", "files:write");
        assertThat(messages.getLast().thread()).isEqualTo(messages.getFirst().timestamp());
    }

    @Test
    void anUploadThatBreaksIsTriedAgain() {
        slack.faults().failNext("upload", 1, new Fault.Reset());
        slack.faults().failNext("files.getUploadURLExternal", 1, new Fault.Status(429, Duration.ofSeconds(1)));
        deliver(Samples.succeeded(Samples.log(400)));
        assertThat(slack.messages(CHANNEL).getLast().file()).isNotNull();
    }

    @Test
    void editsInPlaceAndRemovesTheButtons() {
        String reference = deliver(Samples.succeeded("x"));
        DeliveryResult result = send(
                bot(),
                Message.line(Severity.SUCCESS, "Launched evaluate-x7f2"),
                new Placement.EditOf(CHANNEL, reference));

        assertThat(result).isEqualTo(new DeliveryResult.Delivered(reference));
        assertThat(only().displayed().strip()).isEqualTo("Launched evaluate-x7f2");
        assertThat(only().buttons()).isEmpty();
        assertThat(only().earlierTexts()).hasSize(1);
    }

    @Test
    void messageThatCannotBeEditedIsSentAgain() {
        Message launched = Message.line(Severity.INFO, "Launched");
        String deleted = deliver(Samples.succeeded("x"));
        slack.delete(CHANNEL, deleted);
        send(bot(), launched, new Placement.EditOf(null, deleted));
        String old = deliver(Samples.succeeded("x"));
        slack.closeEditing(old);
        send(bot(), launched, new Placement.EditOf(null, old));

        assertThat(slack.messages(CHANNEL))
                .extracting(SlackMessage::title)
                .containsExactly("Launched", "✅ train-llm succeeded", "Launched");
    }

    @Test
    void leavesADeletedLiveMessageAlone() {
        String reference = deliver(Samples.succeeded("x"));
        slack.delete(CHANNEL, reference);
        DeliveryResult result =
                send(bot(), Message.line(Severity.INFO, "It is at 50 %"), new Placement.EditOf(null, reference, false));

        assertThat(result).isEqualTo(new DeliveryResult.Delivered(reference));
        assertThat(slack.messages(CHANNEL)).isEmpty();
    }

    @Test
    void answersInTheMessagesThread() {
        String question = deliver(Samples.succeeded("x"));
        send(bot(), Message.line(Severity.INFO, "Running"), new Placement.ReplyTo(CHANNEL, question));
        assertThat(slack.messages(CHANNEL).getLast().thread()).isEqualTo(question);
    }

    @Test
    void sendsPlainTextIfSlackRefusesTheBlocks() {
        slack.faults().failNext("chat.postMessage", 1, new Fault.Refusal(200, "invalid_blocks"));
        deliver(Samples.succeeded("x < y & *z* <!channel>"));

        assertThat(only().formatted()).isFalse();
        assertThat(only().pings()).isEmpty();
        assertThat(only().text()).contains("train-llm succeeded", "x < y & *z* <!channel>");
    }

    @Test
    void waitsAsLongAsSlackSays() {
        slack.faults().failNext("chat.postMessage", 1, new Fault.Status(429, Duration.ofSeconds(17)));
        assertThat(send(bot(), Samples.succeeded("x"), FRESH))
                .isEqualTo(new DeliveryResult.RetryAfter(Duration.ofSeconds(17), "Slack says: 429 ratelimited."));
    }

    @Test
    void refusalsNameTheCure() {
        assertThat(rejection(new SlackSettings(slack.token(), "C0000000042", SECRET, null, slack.url())))
                .contains("channel_not_found", "channel's id");
        assertThat(rejection(new SlackSettings("xoxb-wrong", CHANNEL, SECRET, null, slack.url())))
                .contains("invalid_auth", "xoxb-", "channel's secret");
        slack.removeBot(CHANNEL);
        assertThat(rejection(bot())).contains("not_in_channel", "/invite");
        slack.archive(CHANNEL);
        assertThat(rejection(bot())).contains("is_archived", "Unarchive");
        assertThat(rejection(webhook())).contains("channel_is_archived", "Unarchive");
        slack.removeScope("chat:write");
        assertThat(rejection(bot())).contains("missing_scope", "Add the scope chat:write");
        slack.removeWebhook();
        assertThat(rejection(webhook())).contains("no_service", "Make a new one");
    }

    @Test
    void anIncomingWebhookShortensALongLogInItsMiddle() {
        send(webhook(), Samples.succeeded(Samples.log(400)), FRESH);

        assertThat(only().byWebhook()).isTrue();
        assertThat(only().buttons()).isEmpty();
        assertThat(only().text()).contains("step 1/400 ", "characters left out", "step 400/400");
    }

    @Test
    void checksTokenChannelAndMembership() {
        assertThat(adapter.check(bot()))
                .isEqualTo(new ChannelCheck(true, "Verified", "Delivers by the bot taskping of Lab to #ml-runs."));
        assertThat(adapter.check(webhook()).reason()).isEqualTo("Verified");
        assertThat(slack.messages(CHANNEL)).isEmpty();
        slack.removeBot(CHANNEL);
        assertThat(adapter.check(bot()))
                .extracting(ChannelCheck::ready, ChannelCheck::reason)
                .containsExactly(false, "NotInChannel");
        slack.archive(CHANNEL);
        assertThat(adapter.check(bot()).message()).contains("archived");
        slack.removeScope("channels:read");
        assertThat(adapter.check(bot())).satisfies(check -> {
            assertThat(check.ready()).isTrue();
            assertThat(check.message()).contains("channels:read");
        });
        SlackSettings settings = bot();
        slack.revokeToken();
        assertThat(adapter.check(settings).reason()).isEqualTo("Unauthorized");
    }

    private SlackMessage only() {
        assertThat(slack.messages(CHANNEL)).hasSize(1);
        return slack.messages(CHANNEL).getFirst();
    }

    private String deliver(Message message) {
        DeliveryResult result = send(bot(), message, FRESH);
        assertThat(result).isInstanceOf(DeliveryResult.Delivered.class);
        return ((DeliveryResult.Delivered) result).reference();
    }

    private DeliveryResult send(SlackSettings settings, Message message, Placement placement) {
        return adapter.send(settings, Samples.notification(message, placement));
    }

    private String rejection(SlackSettings settings) {
        DeliveryResult result = send(settings, Samples.succeeded("x"), FRESH);
        assertThat(result).isInstanceOf(DeliveryResult.Rejected.class);
        return ((DeliveryResult.Rejected) result).reason();
    }

    private SlackSettings bot() {
        return new SlackSettings(slack.token(), CHANNEL, SECRET, null, slack.url());
    }

    private SlackSettings webhook() {
        return new SlackSettings(null, null, null, slack.webhookUrl(), null);
    }
}
