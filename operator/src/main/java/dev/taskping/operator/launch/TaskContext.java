package dev.taskping.operator.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.crds.LaunchSpec;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The task that was answered, as far as a launch may take it up: {@code $(task.name)}, {@code $(task.uid)},
 * {@code $(task.outputs.KEY)}. All of it is text that somebody else wrote.
 *
 * @param name absent if no task was answered
 * @param uid absent if no task was answered
 * @param outputs by key
 */
record TaskContext(@Nullable String name, @Nullable String uid, Map<String, String> outputs) {

    private static final String OUTPUTS = "task.outputs.";
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\((task\\.(?:name|uid|outputs\\.[A-Za-z][A-Za-z0-9_]{0,39}))\\)");

    /** As long as a parameter's text may be at most. */
    private static final int LONGEST = 1024;

    /** No task was answered. */
    static final TaskContext NONE = new TaskContext(null, null, Map.of());

    static TaskContext of(LaunchSpec.@Nullable Cause cause, Map<String, String> outputs) {
        return cause == null ? NONE : new TaskContext(cause.taskName(), cause.taskUid(), outputs);
    }

    /** The reference that a text consists of, without dollar and brackets, such as {@code task.outputs.checkpoint}. */
    static Optional<String> reference(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    static Optional<String> reference(@Nullable JsonNode value) {
        return value != null && value.isTextual() ? reference(value.textValue()) : Optional.empty();
    }

    /** The keys of those references that name an output. */
    static Set<String> outputs(Collection<String> references) {
        return references.stream()
                .filter(reference -> reference.startsWith(OUTPUTS))
                .map(reference -> reference.substring(OUTPUTS.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The text that a reference stands for, or what is wrong with it. */
    TypedText text(String reference) {
        String text =
                switch (reference) {
                    case "task.name" -> name;
                    case "task.uid" -> uid;
                    default ->
                        reference.startsWith(OUTPUTS) ? outputs.get(reference.substring(OUTPUTS.length())) : null;
                };
        if (text == null) {
            return new TypedText.Fault(missing(reference));
        }
        return UntrustedText.fault(text, LONGEST)
                .<TypedText>map(fault -> new TypedText.Fault(
                        "$(" + reference + ") is " + UntrustedText.shown(text) + ", which " + fault))
                .orElseGet(() -> TypedText.textValue(text));
    }

    private String missing(String reference) {
        if (name == null) {
            return "$(" + reference + ") needs a task; answer the message of the task that is meant";
        }
        if (!reference.startsWith(OUTPUTS)) {
            return "there is no $(" + reference + ")";
        }
        return "task " + name + " has no output '" + reference.substring(OUTPUTS.length()) + "'; "
                + (outputs.isEmpty()
                        ? "it left none, or its pods are gone: a task writes key=value lines to /dev/termination-log"
                        : "it has " + String.join(", ", new TreeSet<>(outputs.keySet())));
    }
}
