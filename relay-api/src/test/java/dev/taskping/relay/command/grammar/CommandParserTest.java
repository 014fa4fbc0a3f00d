package dev.taskping.relay.command.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.action.Verb;
import dev.taskping.relay.command.grammar.CommandParser.Parsed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {

    private final CommandParser parser = new CommandParser();

    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of("launch next", new Verb.Launch(null, Map.of())),
                Arguments.of("  LAUNCH   Next ", new Verb.Launch(null, Map.of())),
                Arguments.of("/launch next", new Verb.Launch(null, Map.of())),
                Arguments.of("Launch evaluate", new Verb.Launch("evaluate", Map.of())),
                Arguments.of("launch evaluate lr=0.1", new Verb.Launch("evaluate", Map.of("lr", "0.1"))),
                Arguments.of("launch next lr=1e-4", new Verb.Launch(null, Map.of("lr", "1e-4"))),
                Arguments.of(
                        "launch eval-2 note=\"two words\" ckpt='best'",
                        new Verb.Launch("eval-2", Map.of("note", "two words", "ckpt", "best"))),
                Arguments.of("launch x note=“from a phone”", new Verb.Launch("x", Map.of("note", "from a phone"))),
                Arguments.of("launch x q=\"say \\\"hi\\\"\"", new Verb.Launch("x", Map.of("q", "say \"hi\""))),
                Arguments.of("launch x empty=", new Verb.Launch("x", Map.of("empty", ""))),
                Arguments.of("launch x eq=a=b", new Verb.Launch("x", Map.of("eq", "a=b"))),
                Arguments.of(
                        "\u200Elaunch\u200F \uFEFFx\u2060 lr=\u200E0.1\u00AD \u200B",
                        new Verb.Launch("x", Map.of("lr", "0.1"))),
                Arguments.of("\uFEFFstop\u200B", new Verb.Stop()),
                Arguments.of("launch\u00A0next\u3000lr=1", new Verb.Launch(null, Map.of("lr", "1"))),
                Arguments.of("launch x note=it's", new Verb.Launch("x", Map.of("note", "it's"))),
                Arguments.of("status", new Verb.Status()),
                Arguments.of("/status", new Verb.Status()),
                Arguments.of("logs", new Verb.Logs(Verb.Logs.DEFAULT_LINES)),
                Arguments.of("Logs 50", new Verb.Logs(50)),
                Arguments.of("launch", new Verb.Options()),
                Arguments.of("retry", new Verb.Retry()),
                Arguments.of("/retry", new Verb.Retry()),
                Arguments.of("stop", new Verb.Stop()),
                Arguments.of("HALT", new Verb.Stop()),
                Arguments.of("keep", new Verb.Keep()),
                Arguments.of("extend 2h", new Verb.Extend(Duration.ofHours(2))),
                Arguments.of("extend 1h30m", new Verb.Extend(Duration.ofMinutes(90))),
                Arguments.of("Extend 1 h 30 min", new Verb.Extend(Duration.ofMinutes(90))),
                Arguments.of("mute 1d", new Verb.Mute(Duration.ofDays(1))),
                Arguments.of("/mute 45M", new Verb.Mute(Duration.ofMinutes(45))),
                Arguments.of("unmute", new Verb.Unmute()),
                Arguments.of("Yes", new Verb.Confirm(true, null)),
                Arguments.of("confirm", new Verb.Confirm(true, null)),
                Arguments.of("no", new Verb.Confirm(false, null)),
                Arguments.of("decline", new Verb.Confirm(false, null)),
                Arguments.of("2", new Verb.Pick(2)),
                Arguments.of("help", new Verb.Help()),
                Arguments.of("/start", new Verb.Help()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandIsUnderstood(String text, Verb verb) {
        assertThat(parser.parse(text)).isEqualTo(new Parsed.Understood(verb));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    lauch next            | Did you mean "launch next"
                    Statsu                | Did you mean "status"
                    lgos 50               | Did you mean "logs 50"
                    make me a sandwich    | I understand: launch next
                    launch lr=0.1         | Say what to launch
                    launch ../etc         | is not a valid template name
                    launch x lr           | "lr" is not a parameter
                    launch x =1           | "=1" is not a parameter
                    launch x lr = 0.1     | "lr" is not a parameter
                    launch x lr=1 lr=2    | lr is given twice
                    launch x note="open   | never closed
                    logs many             | logs 50
                    logs 0                | between 1 and 500
                    logs 9999             | between 1 and 500
                    status of everything  | Write only status
                    rm -rf /              | I do not know "rm"
                    stopp                 | Did you mean "stop"
                    retyr                 | Did you mean "retry"
                    extnd 2h              | Did you mean "extend 2h"
                    stop train-3          | answer its message with stop
                    yes please            | Write only yes
                    extend                | Write extend and a time from 1m to 30d
                    extend 2              | "2" is not a valid time
                    extend -2h            | "-2h" is not a valid time
                    extend 0h             | "0h" is not a valid time
                    extend 31d            | "31d" is not a valid time
                    extend 99999999d      | "99999999d" is not a valid time
                    extend 2h 99999999999m | is not a valid time
                    mute forever          | "forever" is not a valid time
                    mute 30s              | "30s" is not a valid time
                    mute ２h               | "２h" is not a valid time
                    0                     | I do not know "0"
                    17                    | I do not know "17"
                    ｌaunch next           | only plain letters
                    ѕtop                  | only plain letters
                    lаunch next           | only plain letters
                    Keep                  | only plain letters
                    launch evaluatе       | is not a valid template name
                    launch Keras          | is not a valid template name
                    launch x lr＝1         | is not a parameter
                    launch x \u202Erl=1        | "rl=1" is not a parameter
                    launch $(reboot)      | is not a valid template name
                    launch a;b            | is not a valid template name
                    launch {{x}}          | is not a valid template name
                    launch a/b            | is not a valid template name
                    launch x __proto__    | is not a parameter
                    launch x 1a=b         | is not a parameter
                    launch x a[0]=b       | is not a parameter
                    """)
    void textThatIsNoCommandGetsAHint(String text, String hint) {
        assertThat(parser.parse(text))
                .isInstanceOfSatisfying(Parsed.NotUnderstood.class, wrong -> assertThat(wrong.hint())
                        .contains(hint));
    }

    /** When the character between them is removed, the two halves form an invisible character. */
    @ParameterizedTest
    @ValueSource(strings = {"\uDB80\u202E\uDC00", "\uDB80\u001B[31m\uDC00", "\uDB80\u0000\uDC00"})
    void hintContainsNoInvisibleCharacters(String text) {
        assertThat(parser.parse(text))
                .isInstanceOfSatisfying(Parsed.NotUnderstood.class, wrong -> assertThat(wrong.hint())
                        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}]"));
    }

    @Test
    void misspeltTemplateIsSuggestedUnlessOnlyDigitsDiffer() {
        List<String> known = List.of("evaluate", "train-2");
        assertThat(SpellingSuggester.nearest("evalaute", known)).contains("evaluate");
        assertThat(SpellingSuggester.nearest("evaluat", known)).contains("evaluate");
        assertThat(SpellingSuggester.nearest("train-1", known)).isEmpty();
        assertThat(SpellingSuggester.nearest("deploy", known)).isEmpty();
    }
}
