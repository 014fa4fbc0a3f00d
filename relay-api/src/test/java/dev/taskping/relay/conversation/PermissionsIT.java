package dev.taskping.relay.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.channel.Role;
import dev.taskping.relay.action.Verb;
import dev.taskping.testkit.simulator.telegram.Person;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each role gives each command: without the permission it is refused and audited. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionsIT {

    @Inject
    Jdbi jdbi;

    private final String namespace = "roles-" + UUID.randomUUID();
    private final TelegramLab lab = new TelegramLab();
    private final TelegramPush push = new TelegramPush(() -> jdbi, lab);
    private boolean paired;

    /** Where the relay listens is known only while a test runs, so the first one sets up. */
    @BeforeEach
    void pairOneOfEachRole() {
        if (paired) {
            return;
        }
        paired = true;
        JsonPath state = lab.register(
                namespace, Arrays.stream(Role.values()).collect(Collectors.toMap(Role::name, PermissionsIT::id)));
        for (Role role : Role.values()) {
            push.say(person(role), "/start " + lab.code(state, role.name()));
        }
    }

    @AfterAll
    void stop() {
        lab.telegram.close();
    }

    @BeforeEach
    void forgive() {
        jdbi.useHandle(handle -> {
            handle.execute("DELETE FROM request_window");
            handle.execute("DELETE FROM lockout");
        });
    }

    static Stream<Arguments> rolesAndVerbs() {
        return PermissionsPageTest.verbs()
                // Who says it is gone, and has no role to be tested with any more.
                .filter(verb -> !(verb instanceof Verb.Unpair))
                // Yes and 2 need a question of ours; that its answer needs the role is tested where there is one.
                .filter(verb -> !(verb instanceof Verb.Confirm || verb instanceof Verb.Pick))
                .flatMap(verb -> Arrays.stream(Role.values()).map(role -> Arguments.of(role, verb)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("rolesAndVerbs")
    void commandIsRefusedUnlessTheRolePermitsIt(Role role, Verb verb) {
        String words = verb instanceof Verb.Options ? "launch" : verb.words();
        Trace before = Trace.of(jdbi);
        String reply = push.say(person(role), words);
        boolean refused = reply.contains("needs the role " + id(verb.needs().least()));
        assertThat(refused).as(reply).isEqualTo(!verb.needs().isGivenTo(role));
        if (refused) {
            before.assertRefused(jdbi, "telegram:" + person(role).id());
        }
    }

    private static Person person(Role role) {
        return new Person(2_000 + role.ordinal(), role.name());
    }

    private static String id(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
