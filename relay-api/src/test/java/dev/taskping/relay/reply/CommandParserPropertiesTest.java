package dev.taskping.relay.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.command.CommandLine.Parsed;
import dev.taskping.relay.command.Verb;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CommandParserPropertiesTest {

    private final CommandParser parser = new CommandParser();

    @Property(tries = 2_000)
    void neverThrowsAndAlwaysAnswersBriefly(@ForAll("anything") String text) {
        switch (parser.parse(text)) {
            case Parsed.NotUnderstood wrong ->
                assertThat(wrong.hint()).isNotBlank().hasSizeLessThan(400);
            case Parsed.Understood right -> {
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

    @Property(tries = 500)
    void whatIsQuotedComesThroughUnchanged(@ForAll("values") Map<String, String> values) {
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
                "99999999999",
                "$(reboot)",
                "`id`",
                "../..");
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(3_000),
                pieces.list().ofMaxSize(60).map(parts -> String.join("", parts)),
                pieces.list().ofMaxSize(20).map(parts -> "launch " + String.join(" ", parts)));
    }

    @Provide
    Arbitrary<Map<String, String>> values() {
        Arbitrary<String> keys = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(10);
        Arbitrary<String> texts = Arbitraries.strings().all().ofMaxLength(60);
        return Arbitraries.maps(keys, texts).ofMaxSize(8).map(HashMap::new);
    }
}
