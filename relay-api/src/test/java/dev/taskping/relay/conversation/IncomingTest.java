package dev.taskping.relay.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.people.Member;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.protocol.channel.Role;
import dev.taskping.relay.channel.RegisteredChannel;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncomingTest {

    private static final RegisteredChannel CHANNEL = new RegisteredChannel(
            new UUID(0, 1),
            "default",
            "lab",
            new ChannelKey("ml", "team"),
            new ChannelSettings.Telegram("1:token", 1L, null),
            null);

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
    void knowsWhatIsCertainlySaidToUs(String provider, boolean inGroup, String text, boolean addressed) {
        InboundUpdate.Text said = new InboundUpdate.Text("1", "chat", inGroup, new ProviderAccount(provider, "7"), "2", text, null);
        assertThat(said.isAddressed()).isEqualTo(addressed);
    }

    /** Two slash commands are two requests; the same message that is pushed twice is one. */
    @Test
    void isTheSameRequestOnlyIfItIsTheSameMessage() {
        assertThat(dedupKey("trigger-1", "")).isNotEqualTo(dedupKey("trigger-2", ""));
        assertThat(dedupKey("update-1", "17")).isEqualTo(dedupKey("update-2", "17"));
        assertThat(dedupKey("update-1", "17")).isNotEqualTo(dedupKey("update-1", "18"));
    }

    private static String dedupKey(String updateId, String messageId) {
        return RequestContext.of(
                        new InboundUpdate.Text(
                                updateId, "C1", true, new ProviderAccount("slack@0a1b", "7"), messageId, "launch next", null),
                        new Member(new UUID(0, 7), "Mia", Role.LAUNCHER),
                        CHANNEL)
                .dedupKey();
    }
}
