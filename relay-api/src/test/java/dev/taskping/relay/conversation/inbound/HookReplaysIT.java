package dev.taskping.relay.conversation.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.relay.TestCluster;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.simulator.discord.DiscordMessage;
import dev.taskping.testkit.simulator.discord.DiscordSimulator;
import dev.taskping.testkit.simulator.feishu.FeishuSimulator;
import dev.taskping.testkit.simulator.slack.SlackMessage;
import dev.taskping.testkit.simulator.slack.SlackSimulator;
import dev.taskping.testkit.simulator.twilio.TwilioSimulator;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What genuine requests are worth to somebody who has seen them: sent again they change nothing, changed they are refused, and
 * their order does not matter. One scene for each provider that pushes; Telegram's is in {@link TelegramHookIT} and
 * {@link RepliesIT}.
 */
@QuarkusTest
class HookReplaysIT {

    @Inject
    Jdbi jdbi;

    @Inject
    RelayConfiguration relay;

    private final HookRecorder recorder = new HookRecorder();
    private final String first = UUID.randomUUID().toString();
    private final String second = UUID.randomUUID().toString();

    @AfterEach
    void stop() {
        recorder.close();
    }

    /**
     * A provider and a person who is paired.
     *
     * @param press has the person press Launch below the message that tells of a task
     * @param word what stands in a request
     * @param other what stands there instead once somebody has changed it
     * @param refused the status that says so
     */
    private record Scene(HookLab lab, Consumer<String> press, String word, String other, int refused) {}

    private void play(Scene scene) {
        TestCluster.LAB
                .send(
                        TestCluster.LAB.succeeded(first, scene.lab.name()),
                        TestCluster.LAB.succeeded(second, scene.lab.name()))
                .statusCode(200);
        // The press on the first message arrives after the one on the second.
        recorder.hold(true);
        scene.press.accept(first);
        HookRecorder.Pushed early = recorder.last();
        recorder.hold(false);
        scene.press.accept(second);
        assertThat(scene.lab.launches(second)).containsExactly("evaluate");
        assertThat(scene.lab.launches(first)).isEmpty();
        assertThat(recorder.changed(early, scene.word, scene.other))
                .as("a request that somebody has changed")
                .isEqualTo(scene.refused);
        assertThat(scene.lab.launches(first)).isEmpty();

        for (int i = 0; i < 5; i++) {
            assertThat(recorder.again(early)).isBetween(200, 299);
        }
        assertThat(scene.lab.launches(first)).containsExactly("evaluate");
        assertThat(scene.lab.launches(second)).containsExactly("evaluate");
        scene.lab.delete();
    }

    @Test
    @Attack(
            by = Attacker.WITNESS,
            tries = "to send it again, or with a word changed",
            gets = "the same button or code launches nothing again; a changed request is refused")
    void discord() {
        try (DiscordSimulator discord = DiscordSimulator.start()) {
            String mia = "200000000000000111";
            HookLab lab = HookLab.of(jdbi, "discord");
            String code = lab.register(Map.of(
                            "type", "discord",
                            "botToken", discord.token(),
                            "channelId", DiscordSimulator.CHANNEL,
                            "publicKey", discord.publicKey(),
                            "apiUrl", discord.url().toString()))
                    .getString("people[0].code");
            URI hook = recorder.at(lab.path());
            discord.command(hook, mia, DiscordSimulator.CHANNEL, "/start " + code);
            play(new Scene(
                    lab,
                    uid -> discord.press(
                            hook,
                            mia,
                            message(() -> discord.messages(DiscordSimulator.CHANNEL), DiscordMessage::text, uid),
                            "▶ Launch evaluate"),
                    mia,
                    mia.replace('1', '2'),
                    401));
        }
    }

    @Test
    @Attack(
            by = Attacker.WITNESS,
            tries = "to send it again, or with a word changed",
            gets = "the same button or code launches nothing again; a changed request is refused")
    void slack() {
        try (SlackSimulator slack = SlackSimulator.start()) {
            String mia = "U0000000111";
            HookLab lab = HookLab.of(jdbi, "slack");
            String code = lab.register(Map.of(
                            "type", "slack",
                            "botToken", slack.token(),
                            "channel", SlackSimulator.CHANNEL,
                            "signingSecret", slack.signingSecret(),
                            "apiUrl", slack.url().toString()))
                    .getString("people[0].code");
            URI hook = recorder.at(lab.path());
            slack.command(hook, mia, SlackSimulator.CHANNEL, "/start " + code, Duration.ZERO);
            play(new Scene(
                    lab,
                    uid -> slack.press(
                            hook,
                            mia,
                            message(() -> slack.messages(SlackSimulator.CHANNEL), SlackMessage::displayed, uid),
                            "▶ Launch evaluate"),
                    mia,
                    mia.replace('1', '2'),
                    401));
        }
    }

    @Test
    @Attack(
            by = Attacker.WITNESS,
            tries = "to send it again, or with a word changed",
            gets = "the same button or code launches nothing again; a changed request is refused")
    void feishu() {
        try (FeishuSimulator feishu = FeishuSimulator.start()) {
            String mia = "ou_00000000000000000000000000000111";
            HookLab lab = HookLab.of(jdbi, "feishu");
            String code = lab.register(Map.of(
                            "type",
                            "feishu",
                            "domain",
                            "FEISHU",
                            "appId",
                            feishu.appId(),
                            "appSecret",
                            feishu.appSecret(),
                            "chatId",
                            feishu.chatId(),
                            "verificationToken",
                            "verification-token-" + first,
                            "encryptKey",
                            "encrypt-key-" + first,
                            "apiUrl",
                            feishu.url().toString()))
                    .getString("people[0].code");
            feishu.subscribe(recorder.at(lab.path()), "verification-token-" + first, "encrypt-key-" + first);
            feishu.say(mia, "/start " + code, null);
            play(new Scene(
                    lab,
                    uid -> feishu.press(
                            mia,
                            message(feishu::messages, sent -> sent.content().whole(), uid)
                                    .id(),
                            "▶ Launch evaluate"),
                    // All of it is encrypted; the signature covers more than that.
                    "{\"encrypt\"",
                    "{ \"encrypt\"",
                    404));
        }
    }

    @Test
    @Attack(
            by = Attacker.WITNESS,
            tries = "to send it again, or with a word changed",
            gets = "the same button or code launches nothing again; a changed request is refused")
    void twilio() {
        try (TwilioSimulator twilio = TwilioSimulator.start(0, "AC" + "0".repeat(31) + "2", "auth-token-" + first)) {
            String mia = "+491701111111";
            HookLab lab = HookLab.of(jdbi, "twilio");
            String code = lab.register(Map.of(
                            "type",
                            "sms",
                            "accountSid",
                            twilio.accountSid(),
                            "authToken",
                            twilio.authToken(),
                            "from",
                            TwilioSimulator.NUMBER,
                            "to",
                            mia,
                            "apiUrl",
                            twilio.url().toString()))
                    .getString("people[0].code");
            URI signed = URI.create(relay.publicUrl().toString().replaceAll("/+$", "") + lab.path());
            URI hook = recorder.at(lab.path());
            twilio.text(mia, "/start " + code, signed, hook);
            TestCluster.LAB.send(TestCluster.LAB.succeeded(first, lab.name())).statusCode(200);
            message(twilio::messages, sent -> sent.body(), first);

            twilio.text(mia, "launch next", signed, hook);
            String chosen = confirmationCode(twilio);
            twilio.text(mia, chosen, signed, hook);
            HookRecorder.Pushed launch = recorder.last();
            assertThat(lab.launches(first)).containsExactly("evaluate");
            // Twilio signs no time: that a message is known again is all that keeps it from being heard twice.
            TestCluster.LAB.send(TestCluster.LAB.succeeded(second, lab.name())).statusCode(200);
            message(twilio::messages, sent -> sent.body(), second);
            for (int i = 0; i < 5; i++) {
                assertThat(recorder.again(launch)).isEqualTo(200);
            }
            assertThat(recorder.changed(launch, chosen, "launch")).isEqualTo(404);
            assertThat(lab.launches(first)).containsExactly("evaluate");
            assertThat(lab.launches(second)).isEmpty();
            lab.delete();
        }
    }

    /** What a text message that changes something is confirmed with. */
    private static String confirmationCode(TwilioSimulator twilio) {
        Pattern code = Pattern.compile("(?m)^([1-9][0-9]{5}): launch");
        await("a message with a code").until(() -> twilio.messages().stream()
                .anyMatch(sent -> code.matcher(sent.body()).find()));
        return twilio.messages().stream()
                .map(sent -> code.matcher(sent.body()))
                .filter(Matcher::find)
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    /** The message that tells of a task. */
    private static <M> M message(Supplier<List<M>> messages, Function<M, String> text, String uid) {
        await("a message about " + uid).until(() -> messages.get().stream()
                .anyMatch(sent -> text.apply(sent).contains("job-" + uid + " succeeded")));
        return messages.get().stream()
                .filter(sent -> text.apply(sent).contains("job-" + uid + " succeeded"))
                .findFirst()
                .orElseThrow();
    }
}
