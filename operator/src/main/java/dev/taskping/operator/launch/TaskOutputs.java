package dev.taskping.operator.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.crds.Launch;
import dev.taskping.crds.LaunchSpec;
import dev.taskping.operator.task.observation.TerminationMessages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a task left for the work that comes after it: a JSON object, or lines of {@code key=value}, in its termination
 * message. Read once, when the first question or decision needs it; after that the Launch's status has it.
 */
@ApplicationScoped
class TaskOutputs {

    /** As many as a Launch has parameters at most. */
    private static final int MOST = 32;
    /** The longest text of a parameter, in characters. */
    private static final int LONGEST = 1024;

    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,39}");
    private static final Pattern LINE = Pattern.compile("\\s*(" + KEY.pattern() + ")\\s*=(.*)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TerminationMessages messages;

    TaskOutputs(TerminationMessages messages) {
        this.messages = messages;
    }

    /** The outputs of the task that a Launch answers, if it takes up any. */
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

    /** Keys are named like parameters; what is named otherwise, is no scalar, or is too long or too much is left out. */
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
                return Map.of(); // cut off, most likely: the kubelet keeps 4096 bytes
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
