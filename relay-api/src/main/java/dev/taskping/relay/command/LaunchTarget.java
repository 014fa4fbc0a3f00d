package dev.taskping.relay.command;

import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.relay.action.Verb;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A template to launch.
 *
 * @param template the template's name
 * @param parameters as text, by name
 */
public record LaunchTarget(String template, Map<String, String> parameters) implements CommandTarget {

    /**
     * Resolves {@code launch next} and {@code launch NAME} against what the task says may come next: its parameters
     * apply unless the person gave others. A template the task does not name is passed on as it is; whether it may be
     * launched is for the cluster to say.
     *
     * @return empty if the next one was asked for and there is none
     */
    public static Optional<LaunchTarget> resolve(Verb.Launch launch, List<NextLaunch> next) {
        Optional<NextLaunch> named = next.stream()
                .filter(candidate ->
                        launch.template() == null || candidate.template().equals(launch.template()))
                .findFirst();
        String template = named.map(NextLaunch::template).orElse(launch.template());
        if (template == null) {
            return Optional.empty();
        }
        Map<String, String> parameters =
                new HashMap<>(named.map(NextLaunch::parameters).orElse(Map.of()));
        parameters.putAll(launch.parameters());
        return Optional.of(new LaunchTarget(template, Map.copyOf(parameters)));
    }
}
