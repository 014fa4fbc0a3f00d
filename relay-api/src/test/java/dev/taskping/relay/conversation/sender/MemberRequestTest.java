package dev.taskping.relay.conversation.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.Role;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.channel.telegram.TelegramSettings;
import dev.taskping.relay.people.Member;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MemberRequestTest {

    private static final RegisteredChannel CHANNEL = new RegisteredChannel(
            new UUID(0, 1),
            "default",
            "lab",
            new ChannelKey("ml", "team"),
            new TelegramSettings("1:token", 1L, null),
            null,
            "0");

    /** Two slash commands are two requests; the same message that is pushed twice is one. */
    @Test
    void sameMessagePushedTwiceHasTheSameDedupKey() {
        assertThat(dedupKey("update-1", "17")).isEqualTo(dedupKey("update-2", "17"));
    }

    @Test
    void differentMessagesHaveDifferentDedupKeys() {
        assertThat(dedupKey("update-1", "17")).isNotEqualTo(dedupKey("update-1", "18"));
    }

    @Test
    void slashCommandsWithoutMessageHaveDifferentDedupKeys() {
        assertThat(dedupKey("trigger-1", "")).isNotEqualTo(dedupKey("trigger-2", ""));
    }

    private static String dedupKey(String updateId, String messageId) {
        return MemberRequest.of(
                        new InboundUpdate.Text(
                                updateId,
                                "C1",
                                true,
                                new ProviderAccount("slack@0a1b", "7"),
                                messageId,
                                "launch next",
                                null,
                                InboundUpdate.Addressee.BOT),
                        new Member(new UUID(0, 7), "Mia", Role.LAUNCHER, "ml"),
                        CHANNEL)
                .dedupKey();
    }
}
