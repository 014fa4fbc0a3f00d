package dev.taskping.relay.channel.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboundUpdateTest {

    private static final ProviderAccount MIA = new ProviderAccount("telegram", "7");

    @ParameterizedTest
    @CsvSource({
        "false, stop, true",
        "true, stop, false",
        "true, /stop, true",
        "true, ' /stop', true",
        "true, yes, false"
    })
    void textInAGroupIsAddressedToTheBotOnlyIfItCannotBeMeantForOthers(
            boolean inGroup, String text, boolean addressed) {
        assertThat(InboundUpdate.Text.isAddressed(inGroup, text)).isEqualTo(addressed);
    }

    @Test
    void charactersThatPostgresqlCannotStoreAreRemoved() {
        assertThat(new InboundUpdate.Text("1", "chat", false, MIA, "2", " launch \u0000next\u0000 ", null, true).text())
                .isEqualTo("launch next");
        assertThat(new InboundUpdate.Press("1", "chat", false, MIA, "1", "2", "a1\u0000b2").actionId())
                .isEqualTo("a1b2");
    }
}
