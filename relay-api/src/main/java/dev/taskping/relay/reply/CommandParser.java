package dev.taskping.relay.reply;

import dev.taskping.relay.command.CommandLine;
import dev.taskping.relay.command.Verb;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The grammar of answers. Every message is either a command or comes with a hint; nothing is ever thrown.
 *
 * <pre>
 * command    = [ "/" ] verb [ "@" bot ] ...
 * launch     = "launch" ( "next" | template ) { name "=" value }
 * status     = "status"
 * logs       = "logs" [ lines ]
 * help       = "help" | "start"
 * </pre>
 */
@ApplicationScoped
public class CommandParser implements CommandLine {

    static final List<String> VERBS = List.of("launch", "status", "logs", "help");

    private static final int MAX_TEXT = 2_000;
    private static final int MAX_LINES = 500;
    private static final int MAX_PARAMETERS = 32;
    private static final int MAX_VALUE = 500;

    /** A Kubernetes object name (RFC 1123 subdomain). */
    private static final Pattern TEMPLATE = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,62}");
    private static final String USAGE = "I understand: launch next, launch NAME key=value, status, logs 50, help.";

    @Override
    public Parsed parse(String text) {
        if (text.length() > MAX_TEXT) {
            return hint("That is too long for a command. " + USAGE);
        }
        Optional<List<String>> split = Tokenizer.split(text);
        if (split.isEmpty()) {
            return hint("A quote is opened and never closed. Write key=\"some value\".");
        }
        List<String> words = split.get();
        if (words.isEmpty()) {
            return hint(USAGE);
        }
        List<String> rest = words.subList(1, words.size());
        String verb = verbOf(words.getFirst());
        return switch (verb) {
            case "launch" -> launch(rest);
            case "status" -> alone(verb, rest, new Verb.Status());
            case "logs", "log" -> logs(rest);
            case "help", "start" -> new Parsed.Understood(new Verb.Help());
            default ->
                hint(Spelling.nearest(verb, VERBS)
                        .map(near -> "I do not know \"" + shown(words.getFirst()) + "\". Did you mean \""
                                + String.join(" ", near, shown(String.join(" ", rest)))
                                        .strip() + "\"?")
                        .orElse("I do not know \"" + shown(words.getFirst()) + "\". " + USAGE));
        };
    }

    private static String verbOf(String word) {
        String verb = word.toLowerCase(Locale.ROOT);
        if (verb.startsWith("/")) {
            int at = verb.indexOf('@');
            return verb.substring(1, at < 0 ? verb.length() : at);
        }
        return verb;
    }

    private static Parsed launch(List<String> words) {
        if (words.isEmpty() || words.getFirst().contains("=")) {
            return hint("Say what to launch: launch next, or launch NAME key=value.");
        }
        // Phones begin sentences with a capital; names of Kubernetes objects have none.
        String name = words.getFirst().toLowerCase(Locale.ROOT);
        if (!TEMPLATE.matcher(name).matches()) {
            return hint("\"" + shown(words.getFirst()) + "\" cannot be a template's name: those are lower-case letters,"
                    + " digits and dashes, such as evaluate.");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (equals <= 0 || !PARAMETER.matcher(word.substring(0, equals)).matches()) {
                return hint(
                        "\"" + shown(word) + "\" is no parameter. Write key=value, with quotes around a value that has"
                                + " spaces: note=\"two words\".");
            }
            String key = word.substring(0, equals);
            String value = word.substring(equals + 1);
            if (value.length() > MAX_VALUE) {
                return hint("The value of " + key + " is longer than " + MAX_VALUE + " characters.");
            }
            if (parameters.put(key, value) != null) {
                return hint(key + " is given twice. Give it once.");
            }
        }
        if (parameters.size() > MAX_PARAMETERS) {
            return hint("More than " + MAX_PARAMETERS + " parameters are too many.");
        }
        return new Parsed.Understood(new Verb.Launch(name.equals("next") ? null : name, parameters));
    }

    private static Parsed logs(List<String> words) {
        if (words.isEmpty()) {
            return new Parsed.Understood(new Verb.Logs(Verb.Logs.DEFAULT_LINES));
        }
        String lines = words.getFirst();
        if (words.size() > 1 || !lines.matches("[0-9]{1,9}")) {
            return hint("Write logs, or logs and how many lines: logs 50.");
        }
        int wanted = Integer.parseInt(lines);
        return wanted < 1 || wanted > MAX_LINES
                ? hint("I can show between 1 and " + MAX_LINES + " lines: logs " + (wanted < 1 ? 1 : MAX_LINES) + ".")
                : new Parsed.Understood(new Verb.Logs(wanted));
    }

    private static Parsed alone(String verb, List<String> rest, Verb meaning) {
        return rest.isEmpty()
                ? new Parsed.Understood(meaning)
                : hint("Write " + verb + " alone. To ask about an older task, answer its message with " + verb + ".");
    }

    private static Parsed hint(String text) {
        return new Parsed.NotUnderstood(text);
    }

    /** What a person wrote, short enough to be repeated. */
    private static String shown(String text) {
        int end = text.offsetByCodePoints(0, Math.min(40, text.codePointCount(0, text.length())));
        return end == text.length() ? text : text.substring(0, end) + "…";
    }
}
