package dev.taskping.relay.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.pengrad.telegrambot.utility.BotUtils;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.ProviderAccount;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramUpdateParserTest {

    private static final BotIdentity BOT = new BotIdentity("telegram", "b", "telegram@bots.example.org");
    private static final ProviderAccount MIA = new ProviderAccount("telegram@bots.example.org", "1001");

    /** Telegram lets a bot hear what a group says. */
    @ParameterizedTest
    @CsvSource({"1001, stop, true", "-5, stop, false", "-5, /stop, true", "-5, yes, false"})
    void textInAGroupIsAddressedToTheBotOnlyIfItCannotBeMeantForOthers(long chat, String text, boolean addressed) {
        assertThat(read(
                        """
                        {"update_id": 9, "message": {"message_id": 5, "date": 0, "text": "%s",
                         "from": {"id": 1001, "is_bot": false, "first_name": "Mia"}, "chat": {"id": %d, "type": "x"}}}
                        """
                                .formatted(text, chat)))
                .contains(new InboundUpdate.Text("9", Long.toString(chat), chat < 0, MIA, "5", text, null, addressed));
    }

    @Test
    void aPressNamesButtonMessageAndPerson() {
        assertThat(
                        read(
                                """
                        {"update_id": 9, "callback_query": {"id": "77", "data": "a1b2c3", "chat_instance": "1",
                         "from": {"id": 1001, "is_bot": false, "first_name": "Mia"},
                         "message": {"message_id": 6, "date": 1, "chat": {"id": -5, "type": "group"}}}}
                        """))
                .contains(new InboundUpdate.Press("9", "-5", true, MIA, "77", "6", "a1b2c3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"update_id\": 9}", "{\"update_id\": 9, \"message\": {\"text\": \"launch evaluate\"}}"})
    void otherUpdatesAreIgnored(String update) {
        assertThat(read(update)).isEmpty();
    }

    private static Optional<InboundUpdate> read(String update) {
        return TelegramUpdateParser.read(BOT, BotUtils.parseUpdate(update));
    }
}
