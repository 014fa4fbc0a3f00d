package dev.taskping.operator.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchSpec;
import dev.taskping.operator.observation.TerminationMessageReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The outputs that a task leaves for the work after it: a JSON object, or lines of {@code key=value}, in its termination message.
 * They are read once, when a decision first needs them, and then kept in the Launch's status.
 */
@ApplicationScoped
class TaskOutputs {

    /** The most outputs, as many as a Launch may have parameters. */
    private static final int MOST = 32;
    /** The longest output, as long as the longest parameter, in characters. */
    private static final int LONGEST = 1024;

    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,39}");
    private static final Pattern LINE = Pattern.compile("\\s*(" + KEY.pattern() + ")\\s*=(.*)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TerminationMessageReader messages;

    TaskOutputs(TerminationMessageReader messages) {
        this.messages = messages;
    }

    /**
     * The outputs of the task that a Launch follows.
     *
     * @param needed the keys that the Launch uses; if there are none, nothing is read
     */
    Map<String, String> of(Launch launch, Set<String> needed) {
        if (needed.isEmpty()) {
            return Map.of();
        }
        if (launch.getStatus() != null && !launch.getStatus().outputs().isEmpty()) {
            return launch.getStatus().outputs();
        }
        return Optional.ofNullable(launch.getSpec().cause())
                .map(LaunchSpec.Cause::taskUid)
                .flatMap(uid -> messages.ofJob(launch.getMetadata().getNamespace(), uid))
                .map(TaskOutputs::parse)
                .orElse(Map.of());
    }

    /** Parses a termination message. Leaves out keys that are no parameter names, values that are no scalars, and the excess. */
    static Map<String, String> parse(String message) {
        Map<String, String> outputs = new LinkedHashMap<>();
        if (message.stripLeading().startsWith("{")) {
            try {
                JsonNode tree = JSON.readTree(message);
                tree.properties().stream()
                        .filter(field -> field.getValue().isValueNode()
                                && !field.getValue().isNull())
                        .forEach(field ->
                                put(outputs, field.getKey(), field.getValue().asText()));
                return outputs;
            } catch (JsonProcessingException e) {
                return Map.of(); // most likely cut off: the kubelet keeps 4096 bytes
            }
        }
        message.lines().forEach(line -> {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                put(outputs, matcher.group(1), matcher.group(2).strip());
            }
        });
        return outputs;
    }

    private static void put(Map<String, String> outputs, String key, String value) {
        boolean fits = KEY.matcher(key).matches() && value.codePointCount(0, value.length()) <= LONGEST;
        if (fits && (outputs.size() < MOST || outputs.containsKey(key))) {
            outputs.put(key, value);
        }
    }
}
