package dev.taskping.relay.conversation;

import static dev.taskping.relay.conversation.TelegramLab.MIA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.simulator.telegram.Person;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that the provider vouches for, each from another account that nobody invited. What follows the verification is the same code for
 * every provider, so one provider stands for all; forged requests are in HostileHooksIT.
 */
@QuarkusTest
class StrangersFloodIT {

    private static final int STRANGERS = 300;

    /** Twenty strangers are recorded, in some ten rows each; the other 280 leave nothing. */
    private static final long MOST_ROWS = 220;

    @Inject
    Jdbi jdbi;

    private final TelegramLab lab = new TelegramLab();
    private final TelegramPush push = new TelegramPush(() -> jdbi, lab);
    private String used = "";

    @AfterEach
    void stop() {
        lab.close();
    }

    static Stream<Named<BiFunction<StrangersFloodIT, Person, String>>> floods() {
        return Stream.of(
                Named.of("commands", (it, person) -> it.push.say(person, "launch evaluate")),
                Named.of("small talk", (it, person) -> it.push.say(person, "hello?")),
                Named.of("answers", (it, person) -> it.push.say(person, "yes")),
                Named.of("unknown codes", (it, person) -> it.push.say(person, "/start 0000000000")),
                Named.of("a used code", (it, person) -> it.push.say(person, "/start " + it.used)),
                Named.of("unknown buttons", (it, person) -> it.push.press(person, "no-such-button")));
    }

    @ParameterizedTest
    @MethodSource("floods")
    @Attack(
            by = Attacker.SENDER,
            tries = "to fill the database, or to cause costs by answers, from as many accounts as they have",
            gets = "twenty are recorded and answered for each bot in ten minutes; members are answered as usual")
    void strangersLeaveNoMoreThanTwentyDo(BiFunction<StrangersFloodIT, Person, String> flood) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM request_window"));
        used = lab.code(lab.register(), "Mia");
        push.say(MIA, "/start " + used);
        Map<String, Long> before = rows();

        long answered = IntStream.range(0, STRANGERS)
                .mapToObj(number -> flood.apply(this, new Person(5_000_000 + number, "Nobody")))
                .filter(reply -> !reply.isEmpty())
                .count();

        assertThat(answered).isLessThanOrEqualTo(20);
        Map<String, Long> after = rows();
        assertThat(after.values().stream().mapToLong(Long::longValue).sum()
                        - before.values().stream().mapToLong(Long::longValue).sum())
                .as("new rows, before " + before + " and after " + after)
                .isLessThanOrEqualTo(MOST_ROWS);
        assertThat(push.say(MIA, "help")).contains("What you can say");
    }

    /** The number of rows of every table. */
    private Map<String, Long> rows() {
        return jdbi.withHandle(handle -> {
            Map<String, Long> rows = new TreeMap<>();
            handle.createQuery(
                            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")
                    .mapTo(String.class)
                    .forEach(table -> rows.put(
                            table,
                            handle.createQuery("SELECT count(*) FROM \"" + table + "\"")
                                    .mapTo(Long.class)
                                    .one()));
            return rows;
        });
    }
}
