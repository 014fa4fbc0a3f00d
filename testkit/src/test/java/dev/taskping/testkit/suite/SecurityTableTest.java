package dev.taskping.testkit.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/operate/security.md says of attacks is shown by tests that exist. */
class SecurityTableTest {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @Test
    void everyAttackIsShownByATestThatExists() throws IOException {
        List<String> rows;
        try (Stream<String> lines = Files.lines(Repository.root().resolve("docs/operate/security.md"))) {
            rows = lines.dropWhile(line -> !line.equals("| who | tries | gets | shown by |"))
                    .skip(2)
                    .takeWhile(line -> line.startsWith("|"))
                    .toList();
        }
        Set<String> classes = testClasses();

        assertThat(rows).hasSizeGreaterThan(10).allSatisfy(row -> {
            String[] cells = row.split("\\|");
            assertThat(cells).hasSize(5);
            assertThat(CODE.matcher(cells[4]).results().map(found -> found.group(1)))
                    .isNotEmpty()
                    .isSubsetOf(classes);
        });
    }

    private static Set<String> testClasses() throws IOException {
        try (Stream<Path> files = Files.find(
                Repository.root(),
                20,
                (path, attributes) -> path.toString().contains("/src/test/java/")
                        && path.toString().endsWith(".java"))) {
            return files.map(path -> path.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }
}
