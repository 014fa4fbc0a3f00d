package dev.taskping.relay.channel.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.RichText;
import dev.taskping.protocol.text.InvisibleCharacters;
import dev.taskping.relay.Draws;
import dev.taskping.relay.channel.RichSamples;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.render.VisibleText;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.testkit.simulator.feishu.FeishuMessage;
import dev.taskping.testkit.simulator.feishu.FeishuSimulator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever a message says, both bots of Feishu take it, nobody is called, and the person can read it. */
class FeishuPropertiesTest {

    private static final FeishuSimulator FEISHU = FeishuSimulator.start();

    private final FeishuAdapter adapter = FeishuTesting.adapter("127.0.0.1");

    @AfterContainer
    static void stop() {
        FEISHU.close();
    }

    @Property(tries = 150, seed = Draws.SEED)
    void anAppsBotShowsEveryTextWhole(
            @ForAll("anything") String title,
            @ForAll("anything") String text,
            @ForAll("anything") String factName,
            @ForAll("anything") String factValue,
            @ForAll("anything") String label,
            @ForAll("logs") String log) {
        List<FeishuMessage> sent =
                sent(FeishuTesting.app(FEISHU), Samples.of(title, text, factName, factValue, label, log));

        String readable = sent.stream()
                .map(part -> part.file() == null
                        ? part.content().whole()
                        : part.file().text())
                .collect(Collectors.joining("\n"));
        assertThat(condensed(readable))
                .contains(condensed(title), condensed(text), condensed(factName), condensed(factValue), condensed(log));
        assertThat(sent.getFirst().type()).isEqualTo("interactive");
        assertThat(sent.getFirst().content().buttons()).hasSize(1);
    }

    @Property(tries = 150, seed = Draws.SEED)
    void aCustomBotShowsBeginningAndEndAndSaysWhatIsMissing(
            @ForAll("anything") String title,
            @ForAll("anything") String text,
            @ForAll("anything") String fact,
            @ForAll("logs") String log) {
        List<FeishuMessage> sent = sent(FeishuTesting.custom(FEISHU), Samples.of(title, text, fact, fact, "x", log));

        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().type()).isEqualTo("interactive");
        String readable = condensed(sent.getFirst().content().whole());
        for (String part : List.of(text, log)) {
            String said = condensed(part);
            if (!readable.contains(said)) {
                assertThat(readable).contains("charactersleftout");
                assertThat(readable).contains(said.substring(0, 10), said.substring(said.length() - 10));
            }
        }
    }

    @Property(tries = 150, seed = Draws.SEED)
    void structuredTextIsShownWithoutItsMarkup(@ForAll("structured") RichText rich, @ForAll("logs") String log) {
        Message message = new Message(
                "t", Message.Severity.INFO, rich.plain(), List.of(), new LogExcerpt(log, true), List.of(), null, rich);

        List<FeishuMessage> sent = sent(FeishuTesting.app(FEISHU), message);

        assertThat(sent.getFirst().type()).isEqualTo("interactive");
        // What stands before each line of a quote is no part of it.
        String readable = unquoted(sent.stream()
                .map(part -> part.file() == null
                        ? part.content().whole()
                        : part.file().text())
                .collect(Collectors.joining("\n")));
        rich.blocks().stream()
                .flatMap(block -> block instanceof RichText.Code code
                        ? Stream.of(code.text())
                        : block.spans().stream().flatMap(FeishuPropertiesTest::shownTogether))
                .forEach(part -> assertThat(readable).contains(unquoted(part)));
    }

    /** Of a link that goes over several lines each is a link. */
    private static Stream<String> shownTogether(RichText.Span span) {
        return span.link() == null
                ? Stream.of(span.text())
                : VisibleText.of(span.text()).lines();
    }

    private static String unquoted(String text) {
        return condensed(text).replaceAll("[┃>]", "");
    }

    private List<FeishuMessage> sent(FeishuSettings settings, Message message) {
        int before = FEISHU.messages().size();
        assertThat(adapter.send(settings, Samples.notification(message))).isInstanceOf(DeliveryResult.Delivered.class);
        List<FeishuMessage> sent =
                FEISHU.messages().subList(before, FEISHU.messages().size());
        assertThat(sent).allSatisfy(part -> {
            assertThat(part.content().mentions()).isEmpty();
            assertThat(part.content().text()).doesNotContain("[markup]");
        });
        return sent;
    }

    /** White space is tidied; what cannot be seen may be added or lost. */
    private static String condensed(String text) {
        return VisibleText.of(text).replaceAll("(?U)[\\s\u200B]+", "");
    }

    @Provide
    Arbitrary<String> anything() {
        Arbitrary<String> markup = Arbitraries.of(
                "<at id=all></at>",
                "<at user_id=\"all\">",
                "<font color='red'>",
                "**",
                "`",
                "```\n",
                "[a](http://b)",
                "\\",
                "\"",
                "{}",
                "\n",
                "&#60;",
                "😀",
                "\u0000",
                "\u001B[31m",
                "שלום",
                "é");
        return Arbitraries.oneOf(
                        Arbitraries.strings().all().ofMaxLength(80),
                        Arbitraries.strings().all().ofMinLength(1000).ofMaxLength(5000),
                        Arbitraries.of("\"", "中", "😀", "\n\"").map(part -> part.repeat(20_000)),
                        markup.list().ofMaxSize(60).map(parts -> String.join("", parts)))
                .map(InvisibleCharacters::remove);
    }

    @Provide
    Arbitrary<RichText> structured() {
        return RichSamples.anything(anything());
    }

    @Provide
    Arbitrary<String> logs() {
        return Arbitraries.oneOf(
                anything(),
                Arbitraries.of("😀", "loss=nan <at id=all> ``` more\n", "a", "\\\"")
                        .list()
                        .ofMaxSize(6000)
                        .map(parts -> String.join("", parts)),
                Arbitraries.of("x", "`", "<a").map(part -> part.repeat(1_000_000)));
    }
}
