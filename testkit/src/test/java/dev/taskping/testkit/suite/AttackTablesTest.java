package dev.taskping.testkit.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.Repository;
import dev.taskping.testkit.suite.AttackTables.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What docs/operate/security.md says of attacks is what the tests say that they show. After you change an {@code @Attack}, run
 * {@code make generate} ({@code TASKPING_GENERATE=true}).
 */
class AttackTablesTest {

    private static final String BEGIN =
            "<!-- Generated from the @Attack annotations of the tests: change them, then run `make generate` -->\n";
    private static final String END = "<!-- End of the generated tables -->\n";
    private static final Set<String> RUN_BY_JUNIT = Set.of("Test", "ParameterizedTest", "RepeatedTest", "Property");
    private static final Set<String> SKIPPED_BY_JUNIT = Set.of("Disabled", "EnabledIf", "DisabledIf");

    private static List<Shown> attacks = List.of();

    @BeforeAll
    static void read() throws IOException {
        attacks = AttackTables.read();
    }

    @Test
    void checkedInTablesAreFresh() throws IOException {
        Path page = Repository.root().resolve("docs/operate/security.md");
        String checkedIn = Files.readString(page);
        assertThat(checkedIn).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
        String fresh = checkedIn.substring(0, checkedIn.indexOf(BEGIN) + BEGIN.length())
                + AttackTables.markdown(attacks)
                + checkedIn.substring(checkedIn.indexOf(END));
        if ("true".equals(System.getenv("TASKPING_GENERATE"))) {
            Files.writeString(page, fresh);
        }
        assertThat(page)
                .as("%s is stale: run 'make generate' and commit the result", page)
                .hasContent(fresh);
    }

    @Test
    void attacksAreOnMethodsThatJUnitRuns() {
        assertThat(attacks).hasSizeGreaterThan(30).allSatisfy(attack -> assertThat(attack.annotations())
                .containsAnyElementsOf(RUN_BY_JUNIT)
                .doesNotContainAnyElementsOf(SKIPPED_BY_JUNIT));
    }

    @Test
    void anAttackHasOneResult() {
        assertThat(attacks.stream()
                        .map(Shown::row)
                        .distinct()
                        .collect(Collectors.groupingBy(row -> row.by().label() + " tries " + row.tries()))
                        .values())
                .allSatisfy(rows -> assertThat(rows).hasSize(1));
    }

    @Test
    void everyAttackerAttacks() {
        assertThat(attacks.stream().map(attack -> attack.row().by()))
                .containsAll(Stream.of(Attacker.values()).toList());
    }
}
