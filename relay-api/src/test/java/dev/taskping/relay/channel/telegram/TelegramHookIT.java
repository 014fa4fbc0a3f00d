package dev.taskping.relay.channel.telegram;

import static dev.taskping.relay.conversation.TelegramLab.MIA;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.conversation.TelegramLab;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.UUID;
import org.hamcrest.Matchers;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TelegramHookIT {

    @Inject
    Jdbi jdbi;

    private final TelegramLab lab = new TelegramLab();

    /** Mia has said much in other tests within this minute. */
    @BeforeEach
    void forgetEarlierRequests() {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM request_window"));
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    void takesUpdatesThatShowTheSecret() {
        lab.pair(MIA, "Mia");
        String secret = TelegramHookSecret.of(new TelegramSettings(lab.telegram.token(), MIA.id(), lab.telegram.url()));
        for (int i = 0; i < 5; i++) {
            push(endpoint(), secret, "help").statusCode(200);
        }
        lab.awaitMessage(MIA, "What you can say");
        assertThat(lab.telegram.fromBot(MIA.id()))
                .filteredOn(message -> message.text().contains("What you can say"))
                .hasSize(1);
    }

    @Test
    void requestWithoutTheSecretLearnsNothing() {
        lab.pair(MIA, "Mia");
        push(endpoint(), "wrong", "help").statusCode(404).body(Matchers.emptyString());
        push(endpoint(), "", "help").statusCode(404).body(Matchers.emptyString());
        push("0".repeat(32), "wrong", "help").statusCode(404).body(Matchers.emptyString());
        push("no-endpoint", "wrong", "help").statusCode(404).body(Matchers.emptyString());
    }

    @Test
    void oldAddressStillWorks() {
        lab.pair(MIA, "Mia");
        String secret = TelegramHookSecret.of(new TelegramSettings(lab.telegram.token(), MIA.id(), lab.telegram.url()));
        push("telegram/" + channelId(), secret, "help").statusCode(200);
        lab.awaitMessage(MIA, "What you can say");
        push("telegram/" + channelId(), "wrong", "help").statusCode(404).body(Matchers.emptyString());
        push("telegram/" + channelId(), "", "help").statusCode(404).body(Matchers.emptyString());
        push("telegram/" + UUID.randomUUID(), secret, "help").statusCode(404).body(Matchers.emptyString());
        push("telegram/no-uuid", secret, "help").statusCode(404).body(Matchers.emptyString());
        push("slack/" + channelId(), secret, "help").statusCode(401).body(Matchers.emptyString());
        push("nobody/" + channelId(), secret, "help").statusCode(404).body(Matchers.emptyString());
    }

    @Test
    void hookAddressIsNotShown() {
        assertThat(lab.register().getString("hookUrl")).isNull();
    }

    private ValidatableResponse push(String address, String secret, String text) {
        return given().header("X-Telegram-Bot-Api-Secret-Token", secret)
                .contentType("application/json")
                .body(
                        """
                        {"update_id": 900001, "message": {"message_id": 5, "date": 0, "text": "%s",
                         "from": {"id": 1001, "is_bot": false, "first_name": "Mia"},
                         "chat": {"id": 1001, "type": "private"}}}
                        """
                                .formatted(text))
                .post("/hooks/" + address)
                .then();
    }

    private String endpoint() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT endpoint_id FROM channel WHERE name = :name")
                .bind("name", lab.channel)
                .mapTo(String.class)
                .one());
    }

    private UUID channelId() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM channel WHERE name = :name")
                .bind("name", lab.channel)
                .mapTo(UUID.class)
                .one());
    }
}
