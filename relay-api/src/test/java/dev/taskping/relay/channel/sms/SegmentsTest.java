package dev.taskping.relay.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.Draws;
import dev.taskping.testkit.simulator.twilio.Encoding;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentsTest {

    @ParameterizedTest
    @CsvSource({
        "a, 160, 1", // alone
        "a, 161, 2",
        "a, 306, 2",
        "a, 307, 3",
        "€, 80, 1", // two septets each
        "€, 81, 2",
        "€, 152, 2", // 153 is odd: the last septet of a segment stays empty
        "€, 153, 3",
        "ж, 70, 1",
        "ж, 71, 2",
        "ж, 134, 2",
        "ж, 135, 3",
        "😀, 35, 1", // a surrogate pair each
        "😀, 36, 2",
        "😀, 66, 2", // 67 is odd too
        "😀, 67, 3",
    })
    void countsAsThePhoneNetworkDoes(String character, int times, int segments) {
        assertThat(Segments.count(character.repeat(times))).isEqualTo(segments);
    }

    @Property(seed = Draws.SEED)
    void countsAsTheSimulatorDoes(@ForAll("texts") String text) {
        assertThat(Segments.count(text)).isEqualTo(Encoding.of(text).segments(text));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("abc€{}[]~^\\|@ÄñΩ\n").ofMaxLength(700),
                Arbitraries.strings().ascii().ofMaxLength(400),
                Arbitraries.strings().all().ofMaxLength(300),
                Arbitraries.of("😀", "a", "ж").list().ofMaxSize(300).map(parts -> String.join("", parts)));
    }
}
