package dev.taskping.relay.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.pengrad.telegrambot.utility.BotUtils;
import dev.taskping.relay.channel.spi.AnonymousText;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.InboundUpdate.Addressee;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.channel.telegram.TelegramUpdateParser.Read;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramUpdateParserTest {

    private static final BotIdentity BOT = new BotIdentity("telegram", "b", "telegram@bots.example.org");
    private static final ProviderAccount MIA = new ProviderAccount("telegram@bots.example.org", "1001");

    /** Telegram lets a bot hear what a group says, commands for other bots included. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1001 | stop                      | stop                | BOT
                    1001 | /stop                     | /stop               | BOT
                    1001 | /stop@taskping_bot        | /stop               | BOT
                    1001 | /stop@deploy_bot          | /stop@deploy_bot    | BOT
                    -5   | stop                      | stop                | GROUP
                    -5   | yes                       | yes                 | GROUP
                    -5   | /stop                     | /stop               | ANY_BOT
                    -5   | /weather Berlin           | /weather Berlin     | ANY_BOT
                    -5   | /stop@taskping_bot        | /stop               | BOT
                    -5   | /LAUNCH@TaskPing_Bot next | /LAUNCH next        | BOT
                    -5   | @taskping_bot launch next | launch next         | BOT
                    -5   | launch x to=@deploy_bot   | launch x to=@deploy_bot | GROUP
                    -5   | /launch x to=@deploy_bot  | /launch x to=@deploy_bot | ANY_BOT
                    -5   | /start@taskping_bot 7K3M-9QX2-TB | /start 7K3M-9QX2-TB | BOT
                    """)
    void textIsReadWithWhomItIsMeantFor(long chat, String written, String text, Addressee addressee) {
        assertThat(message(chat, written, "\"id\": 1001, \"is_bot\": false", ""))
                .isEqualTo(new Read.ByPerson(
                        new InboundUpdate.Text("9", Long.toString(chat), chat < 0, MIA, "5", text, null, addressee)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/stop@deploy_bot",
                "/mute@deploy_bot 1h",
                "/launch@taskping_bot_2 next",
                "@mia stop it",
                "/stop@"
            })
    void textForAnotherInAGroupIsIgnored(String written) {
        assertThat(message(-5, written, "\"id\": 1001, \"is_bot\": false", "")).isEqualTo(new Read.Nothing());
    }

    /** Bot API, {@code Message.from} and {@code sender_chat}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    an anonymous administrator    | "id": 1087968824, "is_bot": true | "sender_chat": {"id": -5, "type": "supergroup"},
                    one, as an old server says it | "id": 1087968824, "is_bot": false |
                    somebody as a channel         | "id": 136817688, "is_bot": true | "sender_chat": {"id": -100, "type": "channel"},
                    somebody as a channel, unmarked | "id": 136817688, "is_bot": false |
                    a post of a linked channel    | "id": 777000, "is_bot": false | "sender_chat": {"id": -100, "type": "channel"},
                    Telegram itself               | "id": 777000, "is_bot": false |
                    another bot                   | "id": 42, "is_bot": true |
                    a person in a chat's name     | "id": 1001, "is_bot": false | "sender_chat": {"id": -100, "type": "channel"},
                    """)
    void accountThatManyShareIsNobody(String who, String from, @org.jspecify.annotations.Nullable String senderChat) {
        assertThat(message(-5, "/start@taskping_bot 7K3M-9QX2-TB", from, senderChat == null ? "" : senderChat))
                .isInstanceOfSatisfying(Read.ByAnybody.class, read -> {
                    AnonymousText text = read.text();
                    assertThat(text.advice()).contains("Write as yourself");
                    assertThat(text.update().addressee()).isEqualTo(Addressee.BOT);
                });
    }

    @Test
    void pressNamesButtonMessageAndPerson() {
        assertThat(read(press("\"id\": 1001, \"is_bot\": false")))
                .isEqualTo(new Read.ByPerson(new InboundUpdate.Press("9", "-5", true, MIA, "77", "6", "a1b2c3")));
    }

    @Test
    void pressOfABotIsIgnored() {
        assertThat(read(press("\"id\": 42, \"is_bot\": true"))).isEqualTo(new Read.Nothing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"update_id\": 9}", "{\"update_id\": 9, \"message\": {\"text\": \"launch evaluate\"}}"})
    void otherUpdatesAreIgnored(String update) {
        assertThat(read(update)).isEqualTo(new Read.Nothing());
    }

    private static Read message(long chat, String text, String from, String more) {
        return read(
                """
                {"update_id": 9, "message": {"message_id": 5, "date": 0, "text": "%s", %s
                 "from": {%s, "first_name": "Mia"}, "chat": {"id": %d, "type": "x"}}}
                """
                        .formatted(text, more, from, chat));
    }

    private static String press(String from) {
        return """
               {"update_id": 9, "callback_query": {"id": "77", "data": "a1b2c3", "chat_instance": "1",
                "from": {%s, "first_name": "Mia"},
                "message": {"message_id": 6, "date": 1, "chat": {"id": -5, "type": "group"}}}}
               """
                .formatted(from);
    }

    private static Read read(String update) {
        return TelegramUpdateParser.read(BOT, () -> "taskping_bot", BotUtils.parseUpdate(update));
    }
}
