package dev.taskping.relay.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.RichText;
import dev.taskping.protocol.message.RichText.Paragraph;
import dev.taskping.protocol.message.RichText.Span;
import dev.taskping.protocol.message.RichText.Style;
import dev.taskping.relay.channel.RichSamples;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import dev.taskping.testkit.simulator.telegram.Person;
import dev.taskping.testkit.simulator.telegram.TelegramSimulator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelegramRichTextTest {

    private static final Person MIA = new Person(1001, "Mia");

    private final TelegramSimulator telegram = TelegramSimulator.start();
    private final TelegramAdapter adapter =
            new TelegramAdapter(new TelegramApiClient(new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1")))));

    @AfterEach
    void stop() {
        telegram.close();
    }

    @Test
    void structureBecomesTelegramsHtml() {
        assertThat(TelegramRendering.of(RichSamples.message(), null).html())
                .isEqualTo(
                        """
                        <b>✅ train-llm succeeded</b>
                        <b>Loss &amp; &lt;grad&gt;</b>

                        It <b>ended</b> after <b><i>3 h</i></b>, see \
                        <a href="https://grafana.example.com/d/gpu?job=train&amp;from=now-3h">the board</a> or \
                        <code>a &lt; b &amp;&amp; c</code>

                        • one
                          • inner

                        <blockquote>said &gt; once</blockquote>

                        <pre>if (a &lt; b) {
                          c();
                        }</pre>

                        ———

                        <a href="https://taskping.example.org/tasks/42">Open</a>

                        <pre>epoch 3</pre>""");
    }

    @Test
    void telegramTakesIt() {
        assertThat(send(RichSamples.message())).isInstanceOf(DeliveryResult.Delivered.class);
        assertThat(telegram.fromBot(MIA.id()).getLast().text())
                .contains("It ended after 3 h, see the board or a < b && c");
    }

    @Test
    void whatIsTooLongIsCutAndAttachedWhole() {
        RichText text = new RichText(List.of(
                new Paragraph(List.of(Span.of("first "), new Span("word ".repeat(2_000), Set.of(Style.BOLD), null))),
                new Paragraph(List.of(Span.of("the very end")))));
        Message sample = RichSamples.message();
        Message message =
                new Message(sample.title(), sample.severity(), text.plain(), List.of(), null, List.of(), null, text);

        assertThat(send(message)).isInstanceOf(DeliveryResult.Delivered.class);
        List<ChatMessage> sent = telegram.fromBot(MIA.id());
        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst().text()).contains("first word word").endsWith("…");
        assertThat(sent.getLast().document()).isNotNull().satisfies(file -> assertThat(file.text())
                .contains("the very end"));
    }

    private DeliveryResult send(Message message) {
        telegram.say(MIA, "/start");
        return adapter.send(
                new TelegramSettings(telegram.token(), MIA.id(), telegram.url()), Samples.notification(message));
    }
}
