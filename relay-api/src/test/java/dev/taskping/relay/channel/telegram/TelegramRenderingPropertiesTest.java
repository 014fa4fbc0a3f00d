package dev.taskping.relay.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.text.InvisibleCharacters;
import dev.taskping.relay.Draws;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import dev.taskping.testkit.simulator.telegram.Person;
import dev.taskping.testkit.simulator.telegram.TelegramSimulator;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever a message says, Telegram takes it and the person can read all of it. */
class TelegramRenderingPropertiesTest {

    private static final Person MIA = new Person(1001, "Mia");
    private static final TelegramSimulator TELEGRAM = TelegramSimulator.start();

    private final TelegramAdapter adapter =
            new TelegramAdapter(new TelegramApiClient(new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1")))));

    @AfterContainer
    static void stop() {
        TELEGRAM.close();
    }

    @Property(tries = 300, seed = Draws.SEED)
    void everyTextArrivesWhole(
            @ForAll("anything") String title,
            @ForAll("anything") String text,
            @ForAll("anything") String factName,
            @ForAll("anything") String factValue,
            @ForAll("anything") String label,
            @ForAll("logs") String log) {
        TELEGRAM.say(MIA, "/start");
        int before = TELEGRAM.fromBot(MIA.id()).size();
        Message message = Samples.of(title, text, factName, factValue, label, log);

        DeliveryResult result = adapter.send(
                new TelegramSettings(TELEGRAM.token(), MIA.id(), TELEGRAM.url()), Samples.notification(message));

        assertThat(result).isInstanceOf(DeliveryResult.Delivered.class);
        List<ChatMessage> sent = TELEGRAM.fromBot(MIA.id());
        String readable = sent.subList(before, sent.size()).stream()
                .map(part ->
                        part.document() == null ? part.text() : part.document().text())
                .map(TelegramSimulator::displayed)
                .collect(Collectors.joining("\n"));
        for (String part : List.of(title.strip(), text, factName, factValue, log)) {
            assertThat(wellFormed(readable)).contains(wellFormed(TelegramSimulator.displayed(part)));
        }
        assertThat(sent.get(before).content().entities()).isNotEmpty();
    }

    /** Half of a surrogate pair cannot be written as UTF-8: it arrives as a question mark of one kind or the other. */
    private static String wellFormed(String text) {
        return new String(
                        text.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8)
                .replace('\uFFFD', '?');
    }

    @Provide
    Arbitrary<String> anything() {
        Arbitrary<String> markup =
                Arbitraries.of("<b>", "</b>", "&amp;", "<", "&", "</pre>", "\n", "*_`[", "😀", "\u0000");
        return Arbitraries.oneOf(
                        Arbitraries.strings().all().ofMaxLength(80),
                        Arbitraries.strings().all().ofMinLength(1000).ofMaxLength(5000),
                        Arbitraries.strings().withCharRange('\uD83D', '\uDE4F').ofMaxLength(600),
                        markup.list().ofMaxSize(60).map(parts -> String.join("", parts)))
                .map(InvisibleCharacters::remove);
    }

    @Provide
    Arbitrary<String> logs() {
        return Arbitraries.oneOf(
                anything(),
                Arbitraries.of("😀", "loss=nan <tag> & more\n", "a")
                        .list()
                        .ofMaxSize(6000)
                        .map(parts -> String.join("", parts)));
    }
}
