package dev.taskping.relay.command.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.Draws;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.command.grammar.CommandParser.Parsed;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class CommandParserPropertiesTest {

    private final CommandParser parser = new CommandParser();

    @Property(tries = 2_000, seed = Draws.SEED)
    void anyTextIsParsedWithoutExceptionAndHintsAreShort(@ForAll("anything") String text) {
        switch (parser.parse(text)) {
            case Parsed.NotUnderstood wrong ->
                // One line, nothing in it that turns text around, hides, or is half a character.
                assertThat(wrong.hint())
                        .isNotBlank()
                        .hasSizeLessThan(400)
                        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}]");
            case Parsed.Understood right -> {
                assertThat(right.verb().words()).hasSizeLessThan(300);
                if (right.verb() instanceof Verb.Extend(Duration by)) {
                    assertThat(by).isBetween(Duration.ofMinutes(1), Duration.ofDays(30));
                }
                if (right.verb() instanceof Verb.Mute(Duration length)) {
                    assertThat(length).isBetween(Duration.ofMinutes(1), Duration.ofDays(30));
                }
                if (right.verb() instanceof Verb.Confirm(boolean meant, UUID command)) {
                    assertThat(command).as("no text names a command").isNull();
                }
                if (right.verb() instanceof Verb.Launch launch) {
                    assertThat(launch.parameters()).hasSizeLessThanOrEqualTo(32);
                    assertThat(launch.parameters().keySet()).allMatch(key -> key.matches("[A-Za-z_][A-Za-z0-9_.-]*"));
                    if (launch.template() != null) {
                        assertThat(launch.template()).matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
                    }
                }
            }
        }
    }

    /** The words of a button must do the same as the button: people without buttons type them. */
    @Property(tries = 500, seed = Draws.SEED)
    void wordsOfVerbAreParsedToTheSameVerb(@ForAll("verbs") Verb verb) {
        assertThat(parser.parse(verb.words())).isEqualTo(new Parsed.Understood(verb));
    }

    @Property(tries = 500, seed = Draws.SEED)
    void durationInWordsIsParsedToTheSameDuration(@ForAll @LongRange(min = 1, max = 43_200) long minutes) {
        Verb mute = new Verb.Mute(Duration.ofMinutes(minutes));
        assertThat(parser.parse(mute.words())).isEqualTo(new Parsed.Understood(mute));
    }

    @Property(tries = 500, seed = Draws.SEED)
    void quotedValueStaysUnchanged(@ForAll("values") Map<String, String> values) {
        String text = values.entrySet().stream()
                .map(entry -> entry.getKey() + "=\""
                        + entry.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(" ", "launch evaluate ", ""));
        assertThat(parser.parse(text)).isEqualTo(new Parsed.Understood(new Verb.Launch("evaluate", values)));
    }

    @Provide
    Arbitrary<String> anything() {
        Arbitrary<String> pieces = Arbitraries.of(
                "launch",
                "/launch",
                "next",
                "logs",
                "status",
                " ",
                "\"",
                "'",
                "“",
                "”",
                "=",
                "\\",
                "\n",
                "a=b",
                "@bot",
                "😀",
                "\u0000",
                "\u202E",
                "\u2028",
                "\uD83D",
                "\u001B[31m",
                "stop",
                "retry",
                "extend",
                "mute",
                "yes",
                "2h",
                "99999999999d",
                "@everyone",
                "<!channel>",
                "99999999999",
                "$(reboot)",
                "`id`",
                "../..");
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(3_000),
                pieces.list().ofMaxSize(60).map(parts -> String.join("", parts)),
                pieces.list().ofMaxSize(20).map(parts -> "launch " + String.join(" ", parts)),
                pieces.list().ofMaxSize(6).map(parts -> "extend " + String.join(" ", parts)));
    }

    @Provide
    Arbitrary<Verb> verbs() {
        Arbitrary<Duration> times = Arbitraries.longs().between(1, 43_200).map(Duration::ofMinutes);
        return Arbitraries.oneOf(
                Arbitraries.of(
                        new Verb.Options(),
                        new Verb.Retry(),
                        new Verb.Status(),
                        new Verb.Stop(),
                        new Verb.Keep(),
                        new Verb.Unmute(),
                        new Verb.Help(),
                        new Verb.Confirm(true, null),
                        new Verb.Confirm(false, null),
                        new Verb.Launch(null, Map.of()),
                        new Verb.Launch("evaluate", Map.of())),
                times.map(Verb.Extend::new),
                times.map(Verb.Mute::new),
                Arbitraries.integers().between(1, 500).map(Verb.Logs::new),
                Arbitraries.integers().between(1, 9).map(Verb.Pick::new));
    }

    @Provide
    Arbitrary<Map<String, String>> values() {
        Arbitrary<String> keys = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(10);
        Arbitrary<String> texts = Arbitraries.strings().all().ofMaxLength(60);
        return Arbitraries.maps(keys, texts).ofMaxSize(8).map(HashMap::new);
    }
}
