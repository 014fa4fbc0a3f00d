package dev.taskping.protocol.message;

import dev.taskping.protocol.event.LogExcerpt;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The canonical message. Every text in it is plain: adapters escape, shorten and attach as their provider needs.
 *
 * @param title one line: the outcome at a glance
 * @param severity decides colour and sound
 * @param text a sentence or paragraph below the title; may be empty
 * @param facts name and value pairs, most important first
 * @param log the log's tail
 * @param actions what may be answered with one press
 * @param link a page with more
 * @param rich {@code text} with structure, which an adapter may show in its place; absent where there is none
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

    /** How much a message matters. */
    public enum Severity {
        INFO,
        SUCCESS,
        WARNING,
        ERROR
    }

    /**
     * A name and its value, as people read them.
     *
     * @param name such as {@code Duration}
     * @param value such as {@code 3 h 12 min}
     */
    public record Fact(String name, String value) {}

    /**
     * Something that may be answered with one press.
     *
     * @param id opaque; all that a button carries
     * @param label what the button says
     * @param replyText what a person types where there are no buttons, such as {@code launch next}
     */
    public record Action(String id, String label, String replyText) {}

    public Message {
        facts = facts == null ? List.of() : List.copyOf(facts);
        actions = actions == null ? List.of() : List.copyOf(actions);
    }

    /** A message whose text has no structure. */
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

    /** A message that is but a line of text. */
    public static Message line(Severity severity, String title) {
        return new Message(title, severity, "", List.of(), null, List.of(), null);
    }

    /** The same with another log, or none. */
    public Message withLog(@Nullable LogExcerpt other) {
        return new Message(title, severity, text, facts, other, actions, link, rich);
    }

    /** The same with other actions. */
    public Message withActions(List<Action> others) {
        return new Message(title, severity, text, facts, log, others, link, rich);
    }

    /** The same with a paragraph above its text. */
    public Message withAbove(String paragraph) {
        String all = text.isBlank() ? paragraph : paragraph + "\n\n" + text;
        return new Message(
                title, severity, all, facts, log, actions, link, rich == null ? null : rich.withAbove(paragraph));
    }

    /** The same with a paragraph below its text. */
    public Message withBelow(String paragraph) {
        String all = text.isBlank() ? paragraph : text + "\n\n" + paragraph;
        return new Message(
                title, severity, all, facts, log, actions, link, rich == null ? null : rich.withBelow(paragraph));
    }
}
