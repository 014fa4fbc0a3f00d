package dev.taskping.protocol.message;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.text.InvisibleCharacters;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message, independent of any provider. Every text in it is plain. Adapters escape it, shorten it and attach files as their
 * provider requires. No text in it, nor in its rich text, has {@link InvisibleCharacters}, so that none can look like another one.
 *
 * @param title the outcome in one line
 * @param severity determines colour and sound
 * @param text a sentence or paragraph below the title; may be empty
 * @param facts name and value pairs, most important first
 * @param log the end of the log
 * @param actions the buttons
 * @param link a page with more information
 * @param rich {@code text} with structure, which an adapter may show instead of {@code text}; absent if there is no structure
 */
public record Message(
        String title,
        Severity severity,
        String text,
        List<Fact> facts,
        @Nullable LogExcerpt log,
        List<Action> actions,
        @Nullable URI link,
        @Nullable RichText rich) {

    /** How important a message is. */
    public enum Severity {
        INFO,
        SUCCESS,
        WARNING,
        ERROR
    }

    /**
     * A name and its value, for people.
     *
     * @param name such as {@code Duration}
     * @param value such as {@code 3 h 12 min}
     */
    public record Fact(String name, String value) {
        public Fact {
            name = InvisibleCharacters.remove(name);
            value = InvisibleCharacters.remove(value);
        }
    }

    /**
     * A reply that a person can give with one press.
     *
     * @param id an opaque id, the only content of the button
     * @param label the text on the button
     * @param replyText what a person types if there are no buttons, such as {@code launch next}
     */
    public record Action(String id, String label, String replyText) {
        public Action {
            label = InvisibleCharacters.remove(label);
            replyText = InvisibleCharacters.remove(replyText);
        }
    }

    public Message {
        title = InvisibleCharacters.remove(title);
        text = InvisibleCharacters.remove(text);
        log = log == null ? null : new LogExcerpt(InvisibleCharacters.remove(log.tail()), log.truncated());
        facts = facts == null ? List.of() : List.copyOf(facts);
        actions = actions == null ? List.of() : List.copyOf(actions);
    }

    /** A message without rich text. */
    public Message(
            String title,
            Severity severity,
            String text,
            List<Fact> facts,
            @Nullable LogExcerpt log,
            List<Action> actions,
            @Nullable URI link) {
        this(title, severity, text, facts, log, actions, link, null);
    }

    /** A message with only a title. */
    public static Message line(Severity severity, String title) {
        return new Message(title, severity, "", List.of(), null, List.of(), null);
    }

    /** A copy with another log, or none. */
    public Message withLog(@Nullable LogExcerpt other) {
        return new Message(title, severity, text, facts, other, actions, link, rich);
    }

    /** A copy with other actions. */
    public Message withActions(List<Action> others) {
        return new Message(title, severity, text, facts, log, others, link, rich);
    }

    /** A copy with a paragraph above its text. */
    public Message withAbove(String paragraph) {
        String all = text.isBlank() ? paragraph : paragraph + "\n\n" + text;
        return new Message(
                title, severity, all, facts, log, actions, link, rich == null ? null : rich.withAbove(paragraph));
    }

    /** A copy with a paragraph below its text. */
    public Message withBelow(String paragraph) {
        String all = text.isBlank() ? paragraph : text + "\n\n" + paragraph;
        return new Message(
                title, severity, all, facts, log, actions, link, rich == null ? null : rich.withBelow(paragraph));
    }
}
