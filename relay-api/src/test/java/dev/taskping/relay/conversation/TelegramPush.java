package dev.taskping.relay.conversation;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.taskping.relay.channel.telegram.TelegramHookSecret;
import dev.taskping.relay.channel.telegram.TelegramSettings;
import dev.taskping.testkit.simulator.telegram.Person;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Pushes updates to the relay's hook as Telegram would, and reads in the outbox what is said in answer: when the hook has
 * answered, all is decided.
 *
 * @param jdbi the relay's database, once it is there
 * @param lab the channel
 */
record TelegramPush(Supplier<Jdbi> jdbi, TelegramLab lab) {

    /** Escapes, so that half a surrogate pair arrives as it is. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final AtomicLong UPDATES = new AtomicLong(1_000_000);

    /** Pushes words as Telegram would; returns what is said in answer. */
    String say(Person person, String words) {
        long update = UPDATES.incrementAndGet();
        return push(Map.of(
                "update_id",
                update,
                "message",
                Map.of(
                        "message_id",
                        update,
                        "date",
                        0,
                        "text",
                        words,
                        "from",
                        Map.of("id", person.id(), "is_bot", false, "first_name", "A"),
                        "chat",
                        Map.of("id", person.id(), "type", "private"))));
    }

    String press(Person person, String data) {
        long update = UPDATES.incrementAndGet();
        return push(Map.of(
                "update_id",
                update,
                "callback_query",
                Map.of(
                        "id",
                        Long.toString(update),
                        "data",
                        data,
                        "chat_instance",
                        "1",
                        "from",
                        Map.of("id", person.id(), "is_bot", false, "first_name", "A"))));
    }

    private String push(Map<String, Object> update) {
        long before = lastDelivery();
        given().header(
                        "X-Telegram-Bot-Api-Secret-Token",
                        TelegramHookSecret.of(new TelegramSettings(lab.telegram.token(), null, lab.telegram.url())))
                .contentType("application/json")
                .body(bytes(update))
                .post("/hooks/" + endpointId())
                .then()
                .statusCode(200);
        return String.join("\n", saidAfter(before));
    }

    private static byte[] bytes(Map<String, Object> update) {
        try {
            return JSON.writeValueAsString(update).getBytes(StandardCharsets.US_ASCII);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private long lastDelivery() {
        return jdbi.get().withHandle(handle -> handle.createQuery("SELECT coalesce(max(seq), 0) FROM delivery")
                .mapTo(Long.class)
                .one());
    }

    private List<String> saidAfter(long seq) {
        return jdbi.get().withHandle(handle -> handle.createQuery(
                        """
                        SELECT d.message->>'title' || ' ' || coalesce(d.message->>'text', '')
                        FROM delivery d JOIN channel c ON c.id = d.channel_id
                        WHERE d.seq > :seq AND c.name = :name AND d.event_id IS NULL
                        """)
                .bind("seq", seq)
                .bind("name", lab.channel)
                .mapTo(String.class)
                .list());
    }

    private String endpointId() {
        return jdbi.get().withHandle(handle -> handle.createQuery("SELECT endpoint_id FROM channel WHERE name = :name")
                .bind("name", lab.channel)
                .mapTo(String.class)
                .one());
    }
}
