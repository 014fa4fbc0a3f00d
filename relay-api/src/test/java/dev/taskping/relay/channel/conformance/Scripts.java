package dev.taskping.relay.channel.conformance;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.taskping.testkit.conformance.TrickyTexts;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The texts that authors of adapters are tested with, as arguments. */
final class Scripts {

    private Scripts() {}

    static Stream<Arguments> all() {
        return TrickyTexts.all().entrySet().stream().map(text -> arguments(text.getKey(), text.getValue()));
    }
}
