package dev.taskping.relay.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.Draws;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.Texts;
import dev.taskping.relay.channel.render.VisibleText;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.testkit.simulator.discord.DiscordMessage;
import dev.taskping.testkit.simulator.discord.DiscordSimulator;
import dev.taskping.testkit.simulator.http.Fault;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever a message says, Discord takes it and the person can read all of it. */
class DiscordRenderingPropertiesTest {

    private static final DiscordSimulator DISCORD = DiscordSimulator.start();

    private final DiscordAdapter adapter = DiscordAdapterTest.adapter();

    @AfterContainer
    static void stop() {
        DISCORD.close();
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

        DiscordMessage sent = deliver(message);

        String files =
                sent.files().stream().map(DiscordMessage.DiscordFile::text).collect(Collectors.joining("\n"));
        String readable = Texts.readable(sent.text() + "\n" + VisibleText.of(files));
        String inOneLine = Texts.readable(VisibleText.line(sent.text() + "\n" + files));
        assertThat(inOneLine).contains(Texts.readable(VisibleText.line(title)));
        assertThat(inOneLine).contains(Texts.readable(VisibleText.line(factName)));
        for (String part : List.of(text, factValue, log)) {
            assertThat(readable).contains(Texts.readable(VisibleText.of(part).strip()));
        }
        assertThat(sent.pings()).isEmpty();
    }

    @Property(tries = 100, seed = Draws.SEED)
    void plainTextArrivesWholeToo(@ForAll("anything") String text) {
        DISCORD.faults().failNext("createMessage", 1, new Fault.Refusal(400, "50035: Invalid Form Body"));
        DiscordMessage sent =
                deliver(new Message("Title", Message.Severity.INFO, text, List.of(), null, List.of(), null));

        String files =
                sent.files().stream().map(DiscordMessage.DiscordFile::text).collect(Collectors.joining("\n"));
        assertThat(Texts.readable(sent.text() + "\n" + VisibleText.of(files)))
                .contains(Texts.readable(VisibleText.of(text).strip()));
        assertThat(sent.embeds()).isEmpty();
    }

    private DiscordMessage deliver(Message message) {
        DeliveryResult result = adapter.send(
                new DiscordSettings(DISCORD.token(), DiscordSimulator.CHANNEL, "ab".repeat(32), null, DISCORD.url()),
                Samples.notification(message));
        assertThat(result).isInstanceOf(DeliveryResult.Delivered.class);
        return DISCORD.messages(DiscordSimulator.CHANNEL).getLast();
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
