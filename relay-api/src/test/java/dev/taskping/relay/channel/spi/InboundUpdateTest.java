package dev.taskping.relay.channel.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboundUpdateTest {

    /** Telegram and Feishu let a bot hear what a group says; Slack and Discord tell an app of its own commands only. */
    @ParameterizedTest
    @CsvSource({
        "telegram, false, stop, true",
        "telegram, true, stop, false",
        "telegram, true, /stop, true",
        "telegram@bots.example.org, true, yes, false",
        "feishu@0a1b, true, stop, false",
        "slack@0a1b, true, stop, true",
        "discord@0a1b, true, stop, true",
        "sms@0a1b, false, 2, true"
    })
    void textInAGroupIsAddressedToTheBotOnlyIfItCannotBeMeantForOthers(
            String provider, boolean inGroup, String text, boolean addressed) {
        InboundUpdate.Text update =
                new InboundUpdate.Text("1", "chat", inGroup, new ProviderAccount(provider, "7"), "2", text, null);
        assertThat(update.isAddressed()).isEqualTo(addressed);
    }
}
