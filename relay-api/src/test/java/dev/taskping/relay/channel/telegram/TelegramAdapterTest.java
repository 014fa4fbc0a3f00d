package dev.taskping.relay.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import dev.taskping.testkit.simulator.telegram.Entity;
import dev.taskping.testkit.simulator.telegram.Person;
import dev.taskping.testkit.simulator.telegram.TelegramSimulator;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TelegramAdapterTest {

    private static final Person MIA = new Person(1001, "Mia");

    private final TelegramSimulator telegram = TelegramSimulator.start();
    private final TelegramAdapter adapter =
            new TelegramAdapter(new TelegramApiClient(new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1")))));

    @BeforeEach
    void miaStartsTheBot() {
        telegram.say(MIA, "/start");
    }

    @AfterEach
    void stop() {
        telegram.close();
    }

    @Test
    void showsTitleFactsLogAndButtons() {
        deliver(Samples.succeeded("loss=0.1 <nan> & done\n"), new Placement.Fresh());

        ChatMessage message = telegram.fromBot(MIA.id()).getLast();
        assertThat(message.text())
                .isEqualTo("✅ train-llm succeeded\n\nDuration: 3 h 12 min\nGPU-hours: 25.6\nNamespace: ml\n\nOpen\n\n"
                        + "loss=0.1 <nan> & done");
        assertThat(message.content().entities())
                .extracting(Entity::type)
                .containsExactly("bold", "bold", "bold", "bold", "text_link", "pre");
        assertThat(message.buttonLabels()).containsExactly("Launch evaluate", "Logs", "Status");
        assertThat(message.buttons().getFirst().getFirst().data()).isEqualTo("a1b2c3");
    }

    @Test
    void aLongLogUnfolds() {
        deliver(Samples.succeeded(Samples.log(40)), new Placement.Fresh());

        ChatMessage message = telegram.fromBot(MIA.id()).getLast();
        assertThat(message.content().entities()).extracting(Entity::type).contains("expandable_blockquote");
        assertThat(message.text()).contains("step 1/40", "step 40/40");
    }

    @Test
    void aLogThatDoesNotFitIsCutAtItsBeginningAndAttachedWhole() {
        String log = Samples.log(400);
        deliver(Samples.succeeded(log), new Placement.Fresh());

        List<ChatMessage> messages = telegram.fromBot(MIA.id());
        assertThat(messages).hasSize(2);
        assertThat(messages.getFirst().text())
                .contains("step 400/400")
                .doesNotContain("step 1/400")
                .hasSizeLessThanOrEqualTo(4096);
        assertThat(messages.getLast().document()).satisfies(file -> {
            assertThat(file.fileName()).isEqualTo("train-llm.log");
            assertThat(file.text()).isEqualTo(log.stripTrailing());
        });
        assertThat(messages.getLast().replyTo()).isEqualTo(messages.getFirst().id());
    }

    @Test
    void aFileThatCannotBeAttachedIsAdmittedAndTheMessageNotDoubled() {
        telegram.faults().failNext("sendDocument", 3, new Fault.Reset());
        DeliveryResult result = deliver(Samples.succeeded(Samples.log(400)), new Placement.Fresh());

        assertThat(result).isInstanceOf(DeliveryResult.Delivered.class);
        assertThat(telegram.fromBot(MIA.id()))
                .hasSize(2)
                .last()
                .extracting(ChatMessage::text)
                .asString()
                .contains("train-llm.log could not be attached");
    }

    @Test
    void editsInPlaceAndRemovesTheButtons() {
        String reference = referenceOf(deliver(Samples.succeeded("x"), new Placement.Fresh()));
        Message launched = Message.line(Message.Severity.SUCCESS, "Launched evaluate-x7f2");
        Placement edit = new Placement.EditOf(Long.toString(MIA.id()), reference);

        assertThat(deliver(launched, edit)).isEqualTo(new DeliveryResult.Delivered(reference));
        assertThat(deliver(launched, edit)).as("the same again").isEqualTo(new DeliveryResult.Delivered(reference));

        ChatMessage message = telegram.fromBot(MIA.id()).getLast();
        assertThat(message.text()).isEqualTo("Launched evaluate-x7f2");
        assertThat(message.buttons()).isEmpty();
        assertThat(message.earlierTexts()).hasSize(1);
    }

    @Test
    void deletedMessageIsSentAgainInsteadOfEdited() {
        String reference = referenceOf(deliver(Samples.succeeded("x"), new Placement.Fresh()));
        telegram.delete(MIA.id(), Long.parseLong(reference));

        deliver(Message.line(Message.Severity.INFO, "Launched"), new Placement.EditOf(null, reference));

        assertThat(telegram.fromBot(MIA.id())).extracting(ChatMessage::text).containsExactly("Launched");
    }

    @Test
    void answersBelowAMessageEvenIfItIsGone() {
        String question = telegram.say(MIA, "status").id();
        deliver(Message.line(Message.Severity.INFO, "Running"), new Placement.ReplyTo("1001", question));
        deliver(Message.line(Message.Severity.INFO, "Running"), new Placement.ReplyTo("1001", "99999"));

        assertThat(telegram.fromBot(MIA.id()))
                .extracting(ChatMessage::replyTo)
                .containsExactly(Long.valueOf(question), null);
    }

    @Test
    void waitsAsLongAsTelegramSays() {
        telegram.faults().failNext("sendMessage", 1, new Fault.Status(429, Duration.ofSeconds(17)));
        assertThat(deliver(Samples.succeeded("x"), new Placement.Fresh()))
                .isEqualTo(new DeliveryResult.RetryAfter(Duration.ofSeconds(17), "Too Many Requests: retry after 17"));
    }

    @Test
    void sendsPlainTextIfTelegramRefusesTheMarkup() {
        telegram.faults()
                .failNext("sendMessage", 1, new Fault.Refusal(400, "Bad Request: can't parse entities: why not"));
        deliver(Samples.succeeded("x < y"), new Placement.Fresh());

        ChatMessage message = telegram.fromBot(MIA.id()).getLast();
        assertThat(message.text()).contains("train-llm succeeded", "x < y");
        assertThat(message.content().entities()).isEmpty();
    }

    @Test
    void refusalsNameTheCure() {
        assertThat(rejection(settings(42L, telegram.token()))).contains("chat not found", "chatId");
        telegram.block(MIA);
        assertThat(rejection(settings(MIA.id(), telegram.token()))).contains("blocked by the user", "press Start");
        assertThat(rejection(settings(MIA.id(), "12345:AAAAAAAAAAAAAAAAAAAAAAAAAAAA")))
                .contains("bot token", "@BotFather")
                .doesNotContain("AAAAAAAA");
    }

    @Test
    void troubleOnTheWayIsTriedAgainAndShowsNoToken() {
        telegram.faults().failNext("sendMessage", 1, new Fault.Status(500, null));
        assertThat(deliver(Samples.succeeded("x"), new Placement.Fresh())).isInstanceOf(DeliveryResult.Failed.class);
        telegram.faults().failNext("sendMessage", 1, new Fault.Reset());
        assertThat(deliver(Samples.succeeded("x"), new Placement.Fresh()))
                .isInstanceOfSatisfying(DeliveryResult.Failed.class, failed -> assertThat(failed.cause())
                        .contains("127.0.0.1")
                        .doesNotContain(telegram.token()));
        assertThat(telegram.fromBot(MIA.id())).isEmpty();
        telegram.close();
        assertThat(deliver(Samples.succeeded("x"), new Placement.Fresh()))
                .isInstanceOfSatisfying(DeliveryResult.Failed.class, failed -> assertThat(failed.cause())
                        .contains("refuses connections"));
    }

    @Test
    void checksTheTokenAndWaitsForPairing() {
        assertThat(adapter.check(settings(MIA.id(), telegram.token())).reason()).isEqualTo("Verified");
        ChannelCheck unpaired = adapter.check(settings(null, telegram.token()));
        assertThat(unpaired.ready()).isFalse();
        assertThat(unpaired.reason()).isEqualTo("AwaitingPairing");
        assertThat(unpaired.message()).contains("@taskping_bot");
        assertThat(adapter.check(settings(null, "1:wrong")).reason()).isEqualTo("Unauthorized");
        assertThat(adapter.send(settings(null, telegram.token()), Samples.notification(Samples.succeeded("x"))))
                .isInstanceOf(DeliveryResult.RetryAfter.class);
    }

    @Test
    void aPrivateApiServerMustBeAllowed() {
        TelegramAdapter strict =
                new TelegramAdapter(new TelegramApiClient(new ChannelHttpClient(new EgressGuard(List.of()))));
        assertThat(strict.send(settings(MIA.id(), telegram.token()), Samples.notification(Samples.succeeded("x"))))
                .isInstanceOfSatisfying(DeliveryResult.Rejected.class, rejected -> assertThat(rejected.reason())
                        .contains("taskping.webhook.allowed-hosts"));
    }

    private DeliveryResult deliver(Message message, Placement placement) {
        return adapter.send(settings(MIA.id(), telegram.token()), Samples.notification(message, placement));
    }

    private String rejection(TelegramSettings settings) {
        DeliveryResult result = adapter.send(settings, Samples.notification(Samples.succeeded("x")));
        assertThat(result).isInstanceOf(DeliveryResult.Rejected.class);
        return ((DeliveryResult.Rejected) result).reason();
    }

    private static String referenceOf(DeliveryResult result) {
        assertThat(result).isInstanceOf(DeliveryResult.Delivered.class);
        return ((DeliveryResult.Delivered) result).reference();
    }

    private TelegramSettings settings(@Nullable Long chat, String token) {
        return new TelegramSettings(token, chat, telegram.url());
    }
}
