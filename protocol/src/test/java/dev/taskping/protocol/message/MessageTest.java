package dev.taskping.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.message.Message.Action;
import dev.taskping.protocol.message.Message.Fact;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.protocol.message.RichText.Code;
import dev.taskping.protocol.message.RichText.Heading;
import dev.taskping.protocol.message.RichText.Item;
import dev.taskping.protocol.message.RichText.Paragraph;
import dev.taskping.protocol.message.RichText.Quote;
import dev.taskping.protocol.message.RichText.Span;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

    /** Every channel shows what stands in a message, so none can show these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u202E",
                "\u202A",
                "\u2066",
                "\u2069",
                "\u200B",
                "\u200E",
                "\u200F",
                "\u061C",
                "\u2060",
                "\uFEFF",
                "\u00AD",
                "\u180E",
                "\uDB40\uDC01",
                "\uDB40\uDC41"
            })
    void noTextContainsInvisibleCharacters(String invisible) throws JsonProcessingException {
        String text = "ta" + invisible + "sk";
        List<Span> spans = List.of(Span.of(text));
        Message message = new Message(
                text,
                Severity.INFO,
                text,
                List.of(new Fact(text, text)),
                new LogExcerpt(text, false),
                List.of(new Action("id", text, text)),
                null,
                new RichText(List.of(
                        new Paragraph(spans),
                        new Heading(spans),
                        new Item(0, "•", spans),
                        new Quote(spans),
                        new Code(text))));

        for (Message each : List.of(
                message,
                message.withAbove(text).withBelow(text).withLog(new LogExcerpt(text, true)),
                ProtocolJson.mapper().readValue(ProtocolJson.mapper().writeValueAsString(message), Message.class))) {
            assertThat(ProtocolJson.mapper().writeValueAsString(each))
                    .contains("task")
                    .doesNotContain(invisible);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"שלום", "👩\u200D🚀", "می\u200Cخواهم", "\u0601٣", "naïve", "loss=0.1 \t\n"})
    void textOfOtherScriptsStays(String text) {
        assertThat(Message.line(Severity.INFO, text).title()).isSameAs(text);
    }
}
