package dev.taskping.relay.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.action.Verb;
import dev.taskping.relay.command.grammar.CommandParser;
import dev.taskping.relay.command.grammar.CommandParser.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/reference/replies.md is true. */
class RepliesPageTest {

    private static final Path PAGE = Path.of("../docs/reference/replies.md");
    private static final Pattern ROW = Pattern.compile("\\| (`.*`) \\| (.*) \\| (.*) \\|");
    private static final Pattern HINT = Pattern.compile("\\| `(.*)` \\| (.*) \\|");

    private final CommandParser parser = new CommandParser();

    static Stream<String> examples() throws IOException {
        return section("## Examples").filter(line -> !line.isBlank() && !line.startsWith("```"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void documentedExampleIsUnderstood(String example) {
        assertThat(parser.parse(example)).isInstanceOf(Parsed.Understood.class);
    }

    static Stream<Arguments> hints() throws IOException {
        return section("## Hints")
                .map(HINT::matcher)
                .filter(Matcher::matches)
                .map(row -> Arguments.of(row.group(1), row.group(2)));
    }

    @ParameterizedTest
    @MethodSource("hints")
    void documentedHintIsGiven(String said, String hint) {
        assertThat(parser.parse(said))
                .isInstanceOfSatisfying(Parsed.NotUnderstood.class, wrong -> assertThat(wrong.hint())
                        .isEqualTo(hint));
    }

    static Stream<Arguments> roles() throws IOException {
        return section("# Replies").map(ROW::matcher).filter(Matcher::matches).flatMap(row -> Pattern.compile(
                        "`([a-z][^`]*)`")
                .matcher(row.group(1))
                .results()
                .map(said -> Arguments.of(
                        said.group(1).replace("NAME key=value …", "evaluate"),
                        row.group(3).split(",", 2)[0])));
    }

    @ParameterizedTest
    @MethodSource("roles")
    void documentedCommandNeedsTheDocumentedRole(String said, String role) {
        Verb verb = ((Parsed.Understood) parser.parse(said)).verb();
        assertThat(verb.needs().least().name().toLowerCase(Locale.ROOT)).isEqualTo(role);
    }

    @Test
    void everyVerbIsDocumented() throws IOException {
        List<Class<?>> described = roles().<Class<?>>map(
                        row -> ((Parsed.Understood) parser.parse((String) row.get()[0]))
                                .verb()
                                .getClass())
                .distinct()
                .toList();
        assertThat(described)
                .containsAll(Stream.of(Verb.class.getPermittedSubclasses())
                        .filter(verb -> verb != Verb.Pick.class)
                        .toList());
    }

    private static Stream<String> section(String heading) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        int from = lines.indexOf(heading);
        assertThat(from).as("heading %s", heading).isNotNegative();
        return lines.subList(from + 1, lines.size()).stream().takeWhile(line -> !line.startsWith("## "));
    }
}
