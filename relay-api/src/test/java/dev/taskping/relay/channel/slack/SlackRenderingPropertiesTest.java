package dev.taskping.relay.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.Draws;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.Texts;
import dev.taskping.relay.channel.render.VisibleText;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.slack.SlackMessage;
import dev.taskping.testkit.simulator.slack.SlackSimulator;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever a message says, Slack takes it, the person can read all of it, and nobody else is called. */
class SlackRenderingPropertiesTest {

    private static final SlackSimulator SLACK = SlackSimulator.start();
    private static final SlackSettings BOT =
            new SlackSettings(SLACK.token(), SlackSimulator.CHANNEL, "secret", null, SLACK.url());
    private static final SlackSettings WEBHOOK = new SlackSettings(null, null, null, SLACK.webhookUrl(), null);

    private final SlackAdapter adapter = SlackAdapterTest.adapter();

    @AfterContainer
    static void stop() {
        SLACK.close();
    }

    @Property(tries = 150, seed = Draws.SEED)
    void everyTextArrivesWhole(
            @ForAll("anything") String title,
            @ForAll("anything") String text,
            @ForAll("anything") String factName,
            @ForAll("anything") String factValue,
            @ForAll("anything") String label,
            @ForAll("logs") String log) {
        Message message = Samples.of(title, text, factName, factValue, label, log);

        List<SlackMessage> sent = deliver(BOT, message);

        String inOneLine = Texts.readable(VisibleText.line(readable(sent)));
        assertThat(inOneLine).contains(Texts.readable(VisibleText.line(title)));
        assertThat(inOneLine).contains(Texts.readable(VisibleText.line(factName)));
        for (String part : List.of(text, factValue, log)) {
            assertThat(Texts.readable(VisibleText.of(readable(sent))))
                    .contains(Texts.readable(VisibleText.of(part).strip()));
        }
        assertThat(sent).allSatisfy(part -> assertThat(part.pings()).isEmpty());
    }

    @Property(tries = 100, seed = Draws.SEED)
    void plainTextArrivesWholeToo(@ForAll("anything") String text) {
        SLACK.faults().failNext("chat.postMessage", 1, new Fault.Refusal(200, "invalid_blocks"));
        List<SlackMessage> sent =
                deliver(BOT, new Message("Title", Message.Severity.INFO, text, List.of(), null, List.of(), null));

        assertThat(Texts.readable(VisibleText.of(readable(sent))))
                .contains(Texts.readable(VisibleText.of(text).strip()));
        assertThat(sent).allSatisfy(part -> {
            assertThat(part.formatted()).isFalse();
            assertThat(part.pings()).isEmpty();
        });
    }

    @Property(tries = 100, seed = Draws.SEED)
    void aWebhookTakesEveryTextAndKeepsItsEnd(@ForAll("anything") String title, @ForAll("logs") String log) {
        List<SlackMessage> sent = deliver(
                WEBHOOK,
                new Message(
                        title, Message.Severity.INFO, title, List.of(), new LogExcerpt(log, true), List.of(), null));

        String end = Texts.readable(VisibleText.of(log));
        assertThat(Texts.readable(sent.getFirst().displayed()))
                .endsWith(end.substring(Math.max(0, end.length() - 500)).replaceFirst("^[\\uDC00-\\uDFFF]", ""));
    }

    private static String readable(List<SlackMessage> sent) {
        return sent.stream()
                .map(part ->
                        part.file() == null ? part.displayed() : part.file().text())
                .collect(Collectors.joining("\n"));
    }

    private List<SlackMessage> deliver(SlackSettings settings, Message message) {
        int before = SLACK.messages(SlackSimulator.CHANNEL).size();
        DeliveryResult result = adapter.send(settings, Samples.notification(message));
        assertThat(result).isInstanceOf(DeliveryResult.Delivered.class);
        List<SlackMessage> all = SLACK.messages(SlackSimulator.CHANNEL);
        return all.subList(before, all.size());
    }

    @Provide
    Arbitrary<String> anything() {
        return Texts.anything();
    }

    @Provide
    Arbitrary<String> logs() {
        return Texts.logs();
    }
}
