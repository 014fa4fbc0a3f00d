package dev.taskping.relay.channel.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboundUpdateTest {

    private static final ProviderAccount MIA = new ProviderAccount("telegram", "7");

    @ParameterizedTest
    @CsvSource({
        "false, stop, BOT",
        "false, /weather, BOT",
        "true, stop, GROUP",
        "true, /stop, ANY_BOT",
        "true, ' /stop', ANY_BOT",
        "true, yes, GROUP"
    })
    void textInAGroupIsMeantForTheBotOnlyIfItCannotBeMeantForOthers(
            boolean inGroup, String text, InboundUpdate.Addressee addressee) {
        assertThat(InboundUpdate.Addressee.of(inGroup, text)).isEqualTo(addressee);
    }

    @Test
    void charactersThatPostgresqlCannotStoreAreRemoved() {
        assertThat(new InboundUpdate.Text(
                                "1",
                                "chat",
                                false,
                                MIA,
                                "2",
                                " launch \u0000next\u0000 ",
                                null,
                                InboundUpdate.Addressee.BOT)
                        .text())
                .isEqualTo("launch next");
        assertThat(new InboundUpdate.Press("1", "chat", false, MIA, "1", "2", "a1\u0000b2").actionId())
                .isEqualTo("a1b2");
    }
}
