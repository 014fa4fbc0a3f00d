package dev.taskping.relay.command.grammar;

import dev.taskping.relay.action.Verb;
import dev.taskping.relay.channel.render.VisibleText;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Parses what people write to a bot. Every message is either a command or gets a hint; nothing is ever thrown. Pure.
 *
 * <pre>
 * command    = [ "/" ] verb ...
 * launch     = "launch" [ ( "next" | template ) { name "=" value } ]
 * retry      = "retry"
 * status     = "status"
 * logs       = "logs" [ lines ]
 * stop       = "stop" | "halt"
 * keep       = "keep"
 * extend     = "extend" duration
 * mute       = "mute" duration
 * unmute     = "unmute"
 * yes        = "yes" | "confirm"
 * no         = "no" | "decline"
 * pick       = number
 * help       = "help" | "start"
 * duration   = [ number "d" ] [ number "h" ] [ number "m" ]
 * </pre>
 */
@ApplicationScoped
public class CommandParser {

    /** What a message turned out to be. */
    public sealed interface Parsed {

        /** A command. */
        record Understood(Verb verb) implements Parsed {}

        /**
         * No command.
         *
         * @param hint a sentence for the person: what is wrong and what to write instead
         * @param isVerb whether it begins with one of our verbs
         */
        record NotUnderstood(String hint, boolean isVerb) implements Parsed {}
    }

    static final List<String> VERBS = List.of(
            "launch", "retry", "status", "logs", "stop", "keep", "extend", "mute", "unmute", "confirm", "decline",
            "unpair", "help");

    private static final int MAX_TEXT = 2_000;
    private static final int MAX_LINES = 500;
    private static final int MAX_PARAMETERS = 32;
    private static final int MAX_VALUE = 500;
    private static final int MAX_SHOWN = 40;

    /** No more options are ever offered. */
    private static final Pattern CHOICE = Pattern.compile("[1-9](?:[0-9]{5})?");

    /** A Kubernetes object name (RFC 1123 subdomain). */
    private static final Pattern TEMPLATE = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,62}");
    /** Characters that reverse text, are invisible or break lines (Unicode's general categories). */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");

    private static final String USAGE =
            "I understand: launch next, launch NAME key=value, retry, status, logs 50, stop, keep, extend 2h, mute 1h,"
                    + " unmute, help.";

    /** Parses one message. */
    public Parsed parse(String text) {
        if (text.length() > MAX_TEXT) {
            return noVerb("That is too long for a command. " + USAGE);
        }
        Optional<List<String>> split = Tokenizer.split(text);
        if (split.isEmpty()) {
            return noVerb("A quote is opened and never closed. Write key=\"some value\".");
        }
        List<String> words = split.get();
        return words.isEmpty() ? noVerb(USAGE) : command(words.getFirst(), words.subList(1, words.size()));
    }

    private static Parsed command(String first, List<String> rest) {
        String verb = verbOf(first);
        return switch (verb) {
            case "launch" -> launch(rest);
            case "retry" -> alone(verb, rest, new Verb.Retry());
            case "status" -> alone(verb, rest, new Verb.Status());
            case "logs", "log" -> logs(rest);
            case "stop", "halt" -> alone(verb, rest, new Verb.Stop());
            case "keep" -> alone(verb, rest, new Verb.Keep());
            case "extend" -> duration(verb, "2h", rest, Verb.Extend::new);
            case "mute" -> duration(verb, "1h", rest, Verb.Mute::new);
            case "unmute" -> alone(verb, rest, new Verb.Unmute());
            case "yes", "confirm" -> alone(verb, rest, new Verb.Confirm(true, null));
            case "no", "decline" -> alone(verb, rest, new Verb.Confirm(false, null));
            case "unpair" -> alone(verb, rest, new Verb.Unpair());
            case "help", "start" -> new Parsed.Understood(new Verb.Help());
            default ->
                rest.isEmpty() && CHOICE.matcher(verb).matches()
                        ? new Parsed.Understood(new Verb.Pick(Integer.parseInt(verb)))
                        : unknown(first, verb, rest);
        };
    }

    private static Parsed unknown(String first, String verb, List<String> rest) {
        String head = "I do not know \"" + shown(first) + "\". ";
        if (!ASCII.matcher(first).matches()) {
            return noVerb(head + "Commands have only plain letters. " + USAGE);
        }
        return noVerb(SpellingSuggester.nearest(verb, VERBS)
                .map(near -> head + "Did you mean \""
                        + String.join(" ", near, shown(String.join(" ", rest))).strip() + "\"?")
                .orElse(head + USAGE));
    }

    private static String verbOf(String word) {
        String verb = lower(word);
        return verb.startsWith("/") ? verb.substring(1) : verb;
    }

    /** Changes plain letters only: the Kelvin sign, for one, would become a plain k. */
    private static String lower(String word) {
        return ASCII.matcher(word).matches() ? word.toLowerCase(Locale.ROOT) : word;
    }

    private static Parsed launch(List<String> words) {
        if (words.isEmpty()) {
            return new Parsed.Understood(new Verb.Options());
        }
        if (words.getFirst().contains("=")) {
            return hint("Say what to launch: launch next, or launch NAME key=value.");
        }
        // Phones begin sentences with a capital; names of Kubernetes objects have none.
        String name = lower(words.getFirst());
        if (!TEMPLATE.matcher(name).matches()) {
            return hint("\"" + shown(words.getFirst()) + "\" is not a valid template name: use lower-case letters,"
                    + " digits and dashes, such as evaluate.");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (equals <= 0 || !PARAMETER.matcher(word.substring(0, equals)).matches()) {
                return hint("\"" + shown(word)
                        + "\" is not a parameter. Write key=value, with quotes around a value that has"
                        + " spaces: note=\"two words\".");
            }
            String key = word.substring(0, equals);
            String value = Tokenizer.trimmed(word.substring(equals + 1));
            if (value.length() > MAX_VALUE) {
                return hint("The value of " + shown(key) + " is longer than " + MAX_VALUE + " characters.");
            }
            if (parameters.put(key, value) != null) {
                return hint(shown(key) + " is given twice. Give it once.");
            }
        }
        if (parameters.size() > MAX_PARAMETERS) {
            return hint("Those are too many parameters. Give at most " + MAX_PARAMETERS + ".");
        }
        return new Parsed.Understood(new Verb.Launch(name.equals("next") ? null : name, parameters));
    }

    private static Parsed logs(List<String> words) {
        if (words.isEmpty()) {
            return new Parsed.Understood(new Verb.Logs(Verb.Logs.DEFAULT_LINES));
        }
        String lines = words.getFirst();
        if (words.size() > 1 || !lines.matches("[0-9]{1,9}")) {
            return hint("Write logs, or logs and a number of lines: logs 50.");
        }
        int wanted = Integer.parseInt(lines);
        return wanted < 1 || wanted > MAX_LINES
                ? hint("I can show between 1 and " + MAX_LINES + " lines: logs " + (wanted < 1 ? 1 : MAX_LINES) + ".")
                : new Parsed.Understood(new Verb.Logs(wanted));
    }

    private static Parsed duration(String verb, String example, List<String> words, Function<Duration, Verb> meaning) {
        String written = String.join("", words);
        return DurationParser.read(written)
                .<Parsed>map(duration -> new Parsed.Understood(meaning.apply(duration)))
                .orElseGet(() -> hint((written.isEmpty() ? "" : "\"" + shown(written) + "\" is not a valid time. ")
                        + "Write " + verb + " and a time from 1m to 30d: " + verb + " " + example + ", " + verb
                        + " 30m, " + verb + " 1h30m."));
    }

    private static Parsed alone(String verb, List<String> rest, Verb meaning) {
        return rest.isEmpty()
                ? new Parsed.Understood(meaning)
                : hint("Write only " + verb + ". For an older task, answer its message with " + verb + ".");
    }

    private static Parsed hint(String text) {
        return new Parsed.NotUnderstood(text, true);
    }

    private static Parsed noVerb(String text) {
        return new Parsed.NotUnderstood(text, false);
    }

    /** What a person wrote, on one line and short enough to repeat. */
    private static String shown(String text) {
        // In this order: removing a character can join two halves of another one that is invisible.
        String line = INVISIBLE.matcher(VisibleText.line(text)).replaceAll("");
        int end = line.offsetByCodePoints(0, Math.min(MAX_SHOWN, line.codePointCount(0, line.length())));
        return end == line.length() ? line : line.substring(0, end) + "…";
    }
}
