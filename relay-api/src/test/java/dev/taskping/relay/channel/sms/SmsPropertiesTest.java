package dev.taskping.relay.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Fact;
import dev.taskping.protocol.text.InvisibleCharacters;
import dev.taskping.relay.Draws;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.http.JsonApiClient;
import dev.taskping.relay.channel.render.VisibleText;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.testkit.simulator.twilio.TextMessage;
import dev.taskping.testkit.simulator.twilio.TwilioSimulator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever a message says, Twilio takes it, it costs three segments at most, and what is kept is what was said. */
class SmsPropertiesTest {

    private static final TwilioSimulator TWILIO = TwilioSimulator.start();

    private final SmsAdapter adapter = new SmsAdapter(
            new TwilioApiClient(new JsonApiClient(new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1"))))));

    @AfterContainer
    static void stop() {
        TWILIO.close();
    }

    @Property(tries = 150, seed = Draws.SEED)
    void everyTextIsAccepted(
            @ForAll("anything") String title,
            @ForAll("anything") String text,
            @ForAll("anything") String fact,
            @ForAll("anything") String log) {
        Message message = new Message(
                title,
                Message.Severity.ERROR,
                text,
                List.of(new Fact("Duration", fact), new Fact("Reason", fact)),
                new LogExcerpt(log, true),
                List.of(),
                null);

        DeliveryResult result = adapter.send(
                new SmsSettings(
                        TWILIO.accountSid(),
                        TWILIO.authToken(),
                        TwilioSimulator.NUMBER,
                        null,
                        "+491701234567",
                        TWILIO.url()),
                Samples.notification(message));

        assertThat(result).isInstanceOf(DeliveryResult.Delivered.class);
        TextMessage sent = TWILIO.messages().getLast();
        assertThat(sent.segments()).isLessThanOrEqualTo(SmsRendering.MAX_SEGMENTS);
        assertThat(sent.body()).isEqualTo(VisibleText.of(sent.body()));
        String said = spelled(VisibleText.line(title) + "\n" + VisibleText.line("Duration: " + fact) + "\n"
                + VisibleText.of(text).strip());
        List<String> kept = List.of(sent.body().split(" \\[\\.\\.\\.] ", 2));
        if (kept.size() == 1) {
            assertThat(condensed(sent.body())).startsWith(condensed(said));
        } else {
            assertThat(condensed(said)).startsWith(condensed(kept.getFirst()));
            assertThat(condensed(said)).endsWith(condensed(kept.getLast().replaceAll("\n\\(\\+\\d+ more\\)$", "")));
        }
    }

    private static String spelled(String text) {
        return Transliteration.toGsm(text).filter(gsm -> !gsm.isBlank()).orElse(text);
    }

    /** Blank lines are left out, and lines stripped. */
    private static String condensed(String text) {
        return text.replaceAll("(?U)\\s+", "");
    }

    @Provide
    Arbitrary<String> anything() {
        Arbitrary<String> hostile =
                Arbitraries.of("<b>", "*_`[", "😀", "\u0000", "\u001B[31m", "€", "é", "ç", "שלום", "\n", "word ");
        return Arbitraries.oneOf(
                        Arbitraries.strings().all().ofMaxLength(60),
                        Arbitraries.strings().all().ofMinLength(500).ofMaxLength(3000),
                        Arbitraries.strings().ascii().ofMaxLength(400),
                        hostile.list().ofMaxSize(60).map(parts -> String.join("", parts)),
                        Arbitraries.of("a", "€", "😀", "ж").map(character -> character.repeat(300_000)))
                .map(InvisibleCharacters::remove);
    }
}
