package dev.taskping.operator.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.operator.relay.FrameDecoder.Decoded;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What asks for something unknown is answered; what asks for nothing is passed over; nothing is thrown. */
class FrameDecoderTest {

    private static final String MIA =
            "\"requestedBy\":{\"name\":\"Mia\",\"role\":\"operator\",\"identity\":\"telegram:7\"}";

    private final FrameDecoder decoder = new FrameDecoder(ProtocolJson.mapper());

    @Test
    void knownCommandIsDecoded() {
        assertThat(decoder.decode("{\"frame\":\"task\",\"commandId\":\"c1\",\"namespace\":\"ml\",\"taskUid\":\"u1\","
                        + "\"taskName\":\"train\",\"action\":\"STOP\"," + MIA + ",\"later\":{\"field\":1}}"))
                .isInstanceOf(Decoded.Command.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"frame\":\"reboot\",\"commandId\":\"c1\",\"namespace\":\"ml\"}",
                "{\"commandId\":\"c1\"}",
                "{\"frame\":\"task\",\"commandId\":\"c1\",\"namespace\":\"ml\",\"taskUid\":\"u1\",\"taskName\":\"train\","
                        + "\"action\":\"PAUSE\"," + MIA + "}",
                "{\"frame\":\"task\",\"commandId\":\"c1\",\"namespace\":\"ml\",\"taskUid\":\"u1\",\"taskName\":\"train\","
                        + MIA + "}",
                "{\"frame\":\"launch\",\"commandId\":\"c1\",\"namespace\":\"ml\",\"template\":\"t\",\"cause\":{},"
                        + "\"requestedBy\":{\"name\":\"Mia\",\"role\":\"emperor\",\"identity\":\"x\"}}",
                "{\"frame\":\"launch\",\"commandId\":\"c1\",\"namespace\":\"ml\",\"cause\":{}," + MIA + "}",
                "{\"frame\":\"launch\",\"commandId\":\"c1\",\"namespace\":\"ml\",\"template\":\"t\",\"retryOf\":\"j\","
                        + "\"cause\":{}," + MIA + "}",
                "{\"frame\":\"launch\",\"commandId\":\"c1\",\"namespace\":[\"ml\"],\"template\":{}}"
            })
    void unknownCommandIsAnswered(String frame) {
        assertThat(decoder.decode(frame)).isInstanceOfSatisfying(Decoded.UnknownCommand.class, unknown -> {
            assertThat(unknown.answer().commandId()).isEqualTo("c1");
            assertThat(unknown.answer().status()).isEqualTo(CommandResult.Status.REJECTED);
            assertThat(unknown.answer().reason()).isEqualTo("NotSupported");
            assertThat(unknown.answer().message()).contains("upgrade it");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "not JSON",
                "{\"frame\":\"hello\"}",
                "{\"frame\":\"reboot\",\"commandId\":{\"a\":1}}",
                "{\"frame\":\"result\",\"commandId\":\"c1\",\"status\":\"LAUNCHED\",\"message\":\"No.\"}"
            })
    void frameThatIsNoCommandIsIgnored(String frame) {
        assertThat(decoder.decode(frame)).isInstanceOf(Decoded.Ignored.class);
    }
}
