package dev.taskping.relay.conversation;

import static dev.taskping.relay.conversation.TelegramLab.MIA;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.telegram.TelegramSettings;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.UUID;
import org.hamcrest.Matchers;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TelegramHookIT {

    @Inject
    Jdbi jdbi;

    private final TelegramLab lab = new TelegramLab();

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    void takesUpdatesThatShowTheSecret() {
        lab.pair(MIA, "Mia");
        String secret = Bot.hookSecret(new TelegramSettings(lab.telegram.token(), MIA.id(), lab.telegram.url()));
        for (int i = 0; i < 5; i++) {
            push(channelId().toString(), secret, "help").statusCode(200);
        }
        lab.awaitMessage(MIA, "What you can say");
        assertThat(lab.telegram.fromBot(MIA.id()))
                .filteredOn(message -> message.text().contains("What you can say"))
                .hasSize(1);
    }

    @Test
    void tellsNothingToWhoeverCannotShowIt() {
        lab.pair(MIA, "Mia");
        push(channelId().toString(), "wrong", "help").statusCode(404).body(Matchers.emptyString());
        push(channelId().toString(), "", "help").statusCode(404).body(Matchers.emptyString());
        push(UUID.randomUUID().toString(), "wrong", "help").statusCode(404).body(Matchers.emptyString());
        push("no-uuid", "wrong", "help").statusCode(404).body(Matchers.emptyString());
    }

    private ValidatableResponse push(String channel, String secret, String text) {
        return given().header("X-Telegram-Bot-Api-Secret-Token", secret)
                .contentType("application/json")
                .body(
                        """
                        {"update_id": 900001, "message": {"message_id": 5, "date": 0, "text": "%s",
                         "from": {"id": 1001, "is_bot": false, "first_name": "Mia"},
                         "chat": {"id": 1001, "type": "private"}}}
                        """
                                .formatted(text))
                .post("/hooks/telegram/" + channel)
                .then();
    }

    private UUID channelId() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM channel WHERE name = :name")
                .bind("name", lab.channel)
                .mapTo(UUID.class)
                .one());
    }
}
