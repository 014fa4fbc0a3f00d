package dev.taskping.operator.launch.parameter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.crds.launch.LaunchSpec;
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
 * The variables of the task that a person replied to: {@code $(task.name)}, {@code $(task.uid)}, {@code $(task.outputs.KEY)}. Their
 * text is untrusted. Pure.
 *
 * @param name the task's name; absent if the person replied to no task
 * @param uid the task's uid; absent if the person replied to no task
 * @param outputs the task's outputs, by key
 */
public record RepliedTaskVariables(@Nullable String name, @Nullable String uid, Map<String, String> outputs) {

    private static final String OUTPUTS = "task.outputs.";
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\((task\\.(?:name|uid|outputs\\.[A-Za-z][A-Za-z0-9_]{0,39}))\\)");

    /** The longest text, as long as the longest parameter. */
    private static final int LONGEST = 1024;

    /** The person replied to no task. */
    static final RepliedTaskVariables NONE = new RepliedTaskVariables(null, null, Map.of());

    public static RepliedTaskVariables of(LaunchSpec.@Nullable Cause cause, Map<String, String> outputs) {
        return cause == null ? NONE : new RepliedTaskVariables(cause.taskName(), cause.taskUid(), outputs);
    }

    /** The reference if the text is one, without dollar and brackets, such as {@code task.outputs.checkpoint}. */
    public static Optional<String> reference(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    public static Optional<String> reference(@Nullable JsonNode value) {
        return value != null && value.isTextual() ? reference(value.textValue()) : Optional.empty();
    }

    /** The keys of the references to outputs. */
    public static Set<String> outputKeys(Collection<String> references) {
        return references.stream()
                .filter(reference -> reference.startsWith(OUTPUTS))
                .map(reference -> reference.substring(OUTPUTS.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The text of a reference, or what is wrong with it. */
    public ParsedParameter text(String reference) {
        String text =
                switch (reference) {
                    case "task.name" -> name;
                    case "task.uid" -> uid;
                    default ->
                        reference.startsWith(OUTPUTS) ? outputs.get(reference.substring(OUTPUTS.length())) : null;
                };
        if (text == null) {
            return new ParsedParameter.Fault(missing(reference));
        }
        return UntrustedText.fault(text, LONGEST)
                .<ParsedParameter>map(fault -> new ParsedParameter.Fault(
                        "$(" + reference + ") is " + UntrustedText.shown(text) + ", which " + fault))
                .orElseGet(() -> TypedValueParser.textValue(text));
    }

    private String missing(String reference) {
        if (name == null) {
            return "$(" + reference + ") needs a task; reply to the task's message";
        }
        if (!reference.startsWith(OUTPUTS)) {
            return "there is no $(" + reference + ")";
        }
        return "task " + name + " has no output '" + reference.substring(OUTPUTS.length()) + "'; "
                + (outputs.isEmpty()
                        ? "it wrote none, or its pods are gone: a task writes key=value lines to /dev/termination-log"
                        : "it has " + String.join(", ", new TreeSet<>(outputs.keySet())));
    }
}
