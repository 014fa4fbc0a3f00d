package dev.taskping.relay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.relay.action.Verb;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchTargetTest {

    private static final List<NextLaunch> NEXT = List.of(
            new NextLaunch("evaluate", Map.of("ckpt", "best", "gpus", "1")), new NextLaunch("export", Map.of()));

    @Test
    void nextIsTheFirstTemplateWithItsParametersOverridden() {
        assertThat(LaunchTarget.resolve(new Verb.Launch(null, Map.of("gpus", "2")), NEXT))
                .contains(new LaunchTarget("evaluate", Map.of("ckpt", "best", "gpus", "2")));
    }

    @Test
    void namedNextTemplateBringsItsParameters() {
        assertThat(LaunchTarget.resolve(new Verb.Launch("export", Map.of()), NEXT))
                .contains(new LaunchTarget("export", Map.of()));
    }

    @Test
    void unknownTemplateIsPassedOn() {
        assertThat(LaunchTarget.resolve(new Verb.Launch("clean", Map.of("all", "yes")), NEXT))
                .contains(new LaunchTarget("clean", Map.of("all", "yes")));
    }

    @Test
    void nextWithoutANextTemplateIsEmpty() {
        assertThat(LaunchTarget.resolve(new Verb.Launch(null, Map.of()), List.of()))
                .isEmpty();
    }
}
