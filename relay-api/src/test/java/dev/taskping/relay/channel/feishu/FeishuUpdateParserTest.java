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
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
                    p2p         ~ text ~ {\\"text\\":\\"stop\\"}                        ~ stop            ~ BOT
                    group       ~ text ~ {\\"text\\":\\"stop\\"}                        ~ stop            ~ GROUP
                    topic_group ~ text ~ {\\"text\\":\\"stop\\"}                        ~ stop            ~ GROUP
                    group       ~ text ~ {\\"text\\":\\"@_user_1 /stop\\"}              ~ /stop           ~ ANY_BOT
                    p2p         ~ text ~ {\\"text\\":\\"@_user_1 launch x by=@_user_10\\"} ~ launch x by= ~ BOT
                    p2p         ~ post ~ {\\"title\\":\\"\\",\\"content\\":[[{\\"tag\\":\\"text\\",\\"text\\":\\"launch next\\"}]]} ~ launch next ~ BOT
                    group       ~ post ~ {\\"title\\":\\"\\",\\"content\\":[[{\\"tag\\":\\"at\\",\\"user_id\\":\\"@_user_1\\"},{\\"tag\\":\\"text\\",\\"text\\":\\"/status\\"}]]} ~ /status ~ ANY_BOT
                    p2p         ~ post ~ {\\"title\\":\\"launch x\\",\\"content\\":[[{\\"tag\\":\\"text\\",\\"text\\":\\"url=\\"},{\\"tag\\":\\"a\\",\\"href\\":\\"https://e.org\\",\\"text\\":\\"e\\"}]]} ~ 'launch x
                    url=https://e.org' ~ BOT
                    """)
    void textIsReadWithWhomItIsMeantFor(
            String chatType, String messageType, String content, String text, InboundUpdate.Addressee addressee)
            throws JsonProcessingException {
        String event =
                """
                {"header": {"event_id": "9", "event_type": "im.message.receive_v1"},
                 "event": {"sender": {"sender_type": "user", "sender_id": {"open_id": "ou_7"}},
                  "message": {"message_id": "om_5", "chat_id": "oc_1", "chat_type": "%s", "message_type": "%s",
                   "content": "%s", "mentions": [{"key": "@_user_1"}, {"key": "@_user_10"}]}}}
                """
                        .formatted(chatType, messageType, content);
        assertThat(FeishuUpdateParser.read(BOT, new ObjectMapper().readTree(event)))
                .contains(new InboundUpdate.Text(
                        "9",
                        "oc_1",
                        !chatType.equals("p2p"),
                        new ProviderAccount("feishu@0a1b", "ou_7"),
                        "om_5",
                        text,
                        null,
                        addressee));
    }
}
