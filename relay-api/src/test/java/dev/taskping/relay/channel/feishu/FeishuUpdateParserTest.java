package dev.taskping.relay.channel.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.ProviderAccount;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeishuUpdateParserTest {

    private static final BotIdentity BOT = new BotIdentity("feishu", "0a1b", "feishu@0a1b");

    /** Feishu lets a bot hear what a group says. */
    @ParameterizedTest
    @CsvSource({"p2p, stop, stop, BOT", "group, stop, stop, GROUP", "group, @_user_1 /stop, /stop, ANY_BOT"})
    void textInAGroupIsMeantForTheBotOnlyIfItCannotBeMeantForOthers(
            String chatType, String written, String text, InboundUpdate.Addressee addressee)
            throws JsonProcessingException {
        String event =
                """
                {"header": {"event_id": "9", "event_type": "im.message.receive_v1"},
                 "event": {"sender": {"sender_type": "user", "sender_id": {"open_id": "ou_7"}},
                  "message": {"message_id": "om_5", "chat_id": "oc_1", "chat_type": "%s", "message_type": "text",
                   "content": "{\\"text\\":\\"%s\\"}", "mentions": [{"key": "@_user_1"}]}}}
                """
                        .formatted(chatType, written);
        assertThat(FeishuUpdateParser.read(BOT, new ObjectMapper().readTree(event)))
                .contains(new InboundUpdate.Text(
                        "9",
                        "oc_1",
                        chatType.equals("group"),
                        new ProviderAccount("feishu@0a1b", "ou_7"),
                        "om_5",
                        text,
                        null,
                        addressee));
    }
}
