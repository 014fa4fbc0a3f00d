package dev.taskping.relay.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.taskping.protocol.channel.Permission;
import dev.taskping.protocol.channel.Role;
import dev.taskping.relay.action.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/reference/permissions.md is true: each role has its permissions, each command needs its permission. */
class PermissionsPageTest {

    private static final Path PAGE = Path.of("../docs/reference/permissions.md");
    private static final Pattern MATRIX =
            Pattern.compile("\\| `([A-Z]+)` \\| (yes|no) \\| (yes|no) \\| (yes|no) \\| (yes|no) \\|");
    private static final Pattern NEEDS = Pattern.compile("\\| `([a-z]+)` \\| `([A-Z]+)`");

    /** One of each. */
    static Stream<Verb> verbs() {
        return Stream.of(
                new Verb.Launch("evaluate", Map.of()),
                new Verb.Options(),
                new Verb.Retry(),
                new Verb.Logs(5),
                new Verb.Status(),
                new Verb.Stop(),
                new Verb.Keep(),
                new Verb.Extend(Duration.ofHours(2)),
                new Verb.Mute(Duration.ofHours(1)),
                new Verb.Unmute(),
                new Verb.Confirm(true, null),
                new Verb.Pick(1),
                new Verb.Unpair(),
                new Verb.Help());
    }

    @Test
    void documentedRolesHaveTheirPermissions() throws IOException {
        Map<String, String> written = rows(MATRIX)
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> String.join(" ", row.group(2), row.group(3), row.group(4), row.group(5))));
        Map<String, String> real = Arrays.stream(Permission.values())
                .collect(Collectors.toMap(Enum::name, permission -> Arrays.stream(Role.values())
                        .map(role -> permission.isGivenTo(role) ? "yes" : "no")
                        .collect(Collectors.joining(" "))));
        assertThat(written).isEqualTo(real);
    }

    @Test
    void verbNeedsTheDocumentedPermission() throws IOException {
        Map<String, String> real = verbs().collect(Collectors.toMap(
                PermissionsPageTest::nameOf, verb -> verb.needs().name()));
        assertThat(new TreeMap<>(real))
                .isEqualTo(
                        new TreeMap<>(rows(NEEDS).collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)))));
    }

    @Test
    void everyVerbIsDocumented() {
        Set<Class<?>> known = verbs().map(Object::getClass).collect(Collectors.toSet());
        assertThat(known).containsExactlyInAnyOrder(Verb.class.getPermittedSubclasses());
        assertThat(Verb.class.getAnnotation(JsonSubTypes.class).value()).hasSameSizeAs(known);
    }

    private static String nameOf(Verb verb) {
        return verb.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static Stream<MatchResult> rows(Pattern row) throws IOException {
        return row.matcher(Files.readString(PAGE)).results();
    }
}
