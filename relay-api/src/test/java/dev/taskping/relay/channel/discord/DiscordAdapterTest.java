package dev.taskping.relay.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Action;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.http.JsonApiClient;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.testkit.simulator.discord.DiscordMessage;
import dev.taskping.testkit.simulator.discord.DiscordMessage.Embed.Field;
import dev.taskping.testkit.simulator.discord.DiscordSimulator;
import dev.taskping.testkit.simulator.http.Fault;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscordAdapterTest {

    private static final String KEY = "ab".repeat(32);
    private static final String CHANNEL = DiscordSimulator.CHANNEL;
    private static final Placement FRESH = new Placement.Fresh();

    private final DiscordSimulator discord = DiscordSimulator.start();
    private final DiscordAdapter adapter = adapter();

    static DiscordAdapter adapter() {
        return new DiscordAdapter(new DiscordApiClient(
                new JsonApiClient(new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1")))),
                new DiscordRateLimits(Clock.systemUTC())));
    }

    @AfterEach
    void stop() {
        discord.close();
    }

    @Test
    void showsTitleFactsLogAndButtons() {
        deliver(Samples.succeeded("loss=0.1 <nan> & *done*\n"));

        DiscordMessage message = only();
        assertThat(message.content()).isEqualTo("**✅ train-llm succeeded**");
        assertThat(message.embeds()).hasSize(2);
        assertThat(message.embeds().getFirst().fields())
                .containsExactly(
                        new Field("Duration", "3 h 12 min"),
                        new Field("GPU-hours", "25.6"),
                        new Field("Namespace", "ml"));
        assertThat(message.embeds().getFirst().description())
                .isEqualTo("[Open](https://taskping.example.org/tasks/42)");
        assertThat(message.embeds().getLast().description()).isEqualTo("```\nloss=0.1 <nan> & *done*\n```");
        assertThat(message.embeds()).extracting(DiscordMessage.Embed::colour).containsOnly(0x2A9D4B);
        assertThat(message.buttonLabels()).containsExactly("Launch evaluate", "Logs", "Status");
        assertThat(message.buttons().getFirst().getFirst().customId()).isEqualTo("a1b2c3");
    }

    @Test
    void withoutThePublicKeyThereAreNoButtons() {
        send(new DiscordSettings(discord.token(), CHANNEL, null, null, discord.url()), Samples.succeeded("x"), FRESH);
        assertThat(only().buttons()).isEmpty();
    }

    @Test
    void buttonsAreInRowsOfFive() {
        deliver(new Message(
                "Many",
                Severity.INFO,
                "",
                List.of(),
                null,
                IntStream.range(0, 30)
                        .mapToObj(i -> new Action("id" + i, "Action " + i, "do " + i))
                        .toList(),
                null));
        assertThat(only().buttons()).hasSize(5).allSatisfy(row -> assertThat(row)
                .hasSize(5));
    }

    @Test
    void aLogThatDoesNotFitIsCutAtItsBeginningAndAttachedWhole() {
        String log = Samples.log(400);
        deliver(Samples.succeeded(log));

        DiscordMessage message = only();
        assertThat(message.text())
                .contains("…", "step 400/400", "train-llm.log")
                .doesNotContain("step 1/400");
        assertThat(message.files()).singleElement().satisfies(file -> {
            assertThat(file.fileName()).isEqualTo("train-llm.log");
            assertThat(file.text()).isEqualTo(log);
        });
    }

    @Test
    void forbiddenFileIsLeftOutAndMentioned() {
        discord.forbidFiles(CHANNEL);
        deliver(Samples.succeeded(Samples.log(400)));

        assertThat(only().files()).isEmpty();
        assertThat(only().text()).contains("step 400/400", "train-llm.log could not be attached");
    }

    @Test
    void logStaysInItsCodeBlock() {
        deliver(Samples.succeeded("```\n@everyone **now** ``` <@123456789012345678>"));

        assertThat(only().embeds().getLast().description().substring(3))
                .containsOnlyOnce("```")
                .endsWith("```");
        assertThat(only().text()).contains("@everyone **now**", "<@123456789012345678>");
    }

    @Test
    void mentionsNotifyNobody() {
        deliver(Message.line(Severity.ERROR, "@everyone <@123456789012345678> <#1> :fire: failed"));

        assertThat(only().pings()).isEmpty();
        assertThat(only().text()).isEqualTo("@everyone <@123456789012345678> <#1> :fire: failed");
    }

    @Test
    void editsInPlaceAndRemovesButtonsCardsAndFiles() {
        String reference = deliver(Samples.succeeded(Samples.log(400)));
        Message launched = Message.line(Severity.SUCCESS, "Launched evaluate-x7f2");
        DeliveryResult result = send(bot(), launched, new Placement.EditOf(CHANNEL, reference));

        assertThat(result).isEqualTo(new DeliveryResult.Delivered(reference));
        assertThat(only().text()).isEqualTo("Launched evaluate-x7f2");
        assertThat(only().buttons()).isEmpty();
        assertThat(only().files()).isEmpty();
        assertThat(only().earlierTexts()).hasSize(1);
    }

    @Test
    void deletedMessageIsSentAgainInsteadOfEdited() {
        String reference = deliver(Samples.succeeded("x"));
        discord.delete(CHANNEL, reference);
        send(bot(), Message.line(Severity.INFO, "Launched"), new Placement.EditOf(null, reference));

        assertThat(only().text()).isEqualTo("Launched");
    }

    @Test
    void leavesADeletedLiveMessageAlone() {
        String reference = deliver(Samples.succeeded("x"));
        discord.delete(CHANNEL, reference);
        DeliveryResult result =
                send(bot(), Message.line(Severity.INFO, "It is at 50 %"), new Placement.EditOf(null, reference, false));

        assertThat(result).isEqualTo(new DeliveryResult.Delivered(reference));
        assertThat(discord.messages(CHANNEL)).isEmpty();
    }

    @Test
    void answersBelowAMessageEvenIfItIsGoneOrMayNotBeRead() {
        String question = deliver(Samples.succeeded("x"));
        Message answer = Message.line(Severity.INFO, "Running");
        send(bot(), answer, new Placement.ReplyTo(CHANNEL, question));
        send(bot(), answer, new Placement.ReplyTo(null, "1000000000000000999"));
        discord.forbidHistory(CHANNEL);
        send(bot(), answer, new Placement.ReplyTo(null, question));

        assertThat(discord.messages(CHANNEL).subList(1, 4))
                .extracting(DiscordMessage::replyTo)
                .containsExactly(question, null, null);
    }

    @Test
    void repeatedDeliveryIsOneMessage() {
        Notification notification = Samples.notification(Samples.succeeded("x"));
        discord.faults().failNext("createMessage", 1, new Fault.ResetAfterAccept());

        assertThat(adapter.send(bot(), notification)).isInstanceOf(DeliveryResult.Failed.class);
        assertThat(adapter.send(bot(), notification)).isEqualTo(new DeliveryResult.Delivered(only().id()));
    }

    @Test
    void progressArrivesSilently() {
        deliver(Message.line(Severity.INFO, "Started"));
        deliver(Message.line(Severity.ERROR, "Failed"));
        assertThat(discord.messages(CHANNEL)).extracting(DiscordMessage::silent).containsExactly(true, false);
    }

    @Test
    void waitsAsLongAsDiscordSaysToTheMillisecond() {
        discord.faults().failNext("createMessage", 1, new Fault.Status(429, Duration.ofMillis(1337)));
        assertThat(send(bot(), Samples.succeeded("x"), FRESH))
                .isEqualTo(new DeliveryResult.RetryAfter(
                        Duration.ofMillis(1337), "Discord says: 429 You are being rate limited."));
    }

    @Test
    void rateLimitHeadersAreObeyed() {
        try (DiscordSimulator limited = DiscordSimulator.start(0, discord.token(), true)) {
            DiscordSettings settings = new DiscordSettings(discord.token(), CHANNEL, KEY, null, limited.url());
            for (int i = 0; i < 5; i++) {
                assertThat(send(settings, Samples.succeeded("x"), FRESH)).isInstanceOf(DeliveryResult.Delivered.class);
            }
            assertThat(send(settings, Samples.succeeded("x"), FRESH))
                    .isInstanceOfSatisfying(DeliveryResult.RetryAfter.class, wait -> assertThat(wait.delay())
                            .isBetween(Duration.ofMillis(1), Duration.ofSeconds(5)));
            assertThat(limited.calls("createMessage")).isEqualTo(5);
        }
    }

    @Test
    void refusalsNameTheCure() {
        assertThat(rejection(new DiscordSettings(discord.token(), "1000000000000000042", KEY, null, discord.url())))
                .contains("Unknown Channel", "channelId");
        assertThat(rejection(new DiscordSettings("wrong", CHANNEL, KEY, null, discord.url())))
                .contains("401", "token", "channel's secret");
        discord.forbidViewing(CHANNEL);
        assertThat(rejection(bot())).contains("Missing Access", "Invite the bot");
        discord.deleteWebhook();
        assertThat(rejection(webhook())).contains("Unknown Webhook", "Make a new one");
    }

    @Test
    void anIncomingWebhookWritesAndEditsWithoutButtons() {
        DeliveryResult result = send(webhook(), Samples.succeeded(Samples.log(400)), new Placement.ReplyTo(null, "1"));
        assertThat(only().byWebhook()).isTrue();
        assertThat(only().buttons()).isEmpty();
        assertThat(only().files()).hasSize(1);

        send(webhook(), Message.line(Severity.INFO, "Launched"), new Placement.EditOf(null, only().id()));
        assertThat(result).isEqualTo(new DeliveryResult.Delivered(only().id()));
        assertThat(only().text()).isEqualTo("Launched");
    }

    @Test
    void checksTokenAndChannel() {
        assertThat(adapter.check(bot()))
                .isEqualTo(new ChannelCheck(true, "Verified", "Delivers by the bot taskping to #ml-runs."));
        assertThat(adapter.check(webhook()).reason()).isEqualTo("Verified");
        discord.forbidViewing(CHANNEL);
        assertThat(adapter.check(bot()).reason()).isEqualTo("Forbidden");
        discord.resetToken("another");
        assertThat(adapter.check(new DiscordSettings("old", CHANNEL, KEY, null, discord.url()))
                        .reason())
                .isEqualTo("Unauthorized");
    }

    @Test
    void linksStayLinks() {
        deliver(new Message(
                "Link",
                Severity.INFO,
                "see https://wandb.ai/a_b/c_d now",
                List.of(),
                new LogExcerpt("x", false),
                List.of(),
                URI.create("https://x.org/(a)")));
        assertThat(only().embeds().getFirst().description())
                .isEqualTo("see https://wandb.ai/a_b/c_d now\n\n[Open](https://x.org/%28a%29)");
    }

    private DiscordMessage only() {
        assertThat(discord.messages(CHANNEL)).hasSize(1);
        return discord.messages(CHANNEL).getFirst();
    }

    private String deliver(Message message) {
        DeliveryResult result = send(bot(), message, FRESH);
        assertThat(result).isInstanceOf(DeliveryResult.Delivered.class);
        return ((DeliveryResult.Delivered) result).reference();
    }

    private DeliveryResult send(DiscordSettings settings, Message message, Placement placement) {
        return adapter.send(settings, Samples.notification(message, placement));
    }

    private String rejection(DiscordSettings settings) {
        DeliveryResult result = send(settings, Samples.succeeded("x"), FRESH);
        assertThat(result).isInstanceOf(DeliveryResult.Rejected.class);
        return ((DeliveryResult.Rejected) result).reason();
    }

    private DiscordSettings bot() {
        return new DiscordSettings(discord.token(), CHANNEL, KEY, null, discord.url());
    }

    private DiscordSettings webhook() {
        return new DiscordSettings(null, null, null, discord.webhookUrl(), null);
    }
}
