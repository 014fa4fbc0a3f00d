package dev.taskping.relay.channel.conformance;

import java.util.List;

/**
 * A message as a person sees it now. A file that a provider sends as a message of its own belongs to the message before it.
 *
 * @param text the displayed text, markup already interpreted
 * @param files attached files
 * @param buttons what the buttons say
 * @param edits how often it was changed
 * @param formatted whether any formatting is displayed
 * @param html the displayed text as HTML of ours, with the provider's formatting; empty where it has none
 */
public record Shown(String text, List<File> files, List<String> buttons, int edits, boolean formatted, String html) {

    /** A text without formatting, or whose formatting is not drawn. */
    public Shown(String text, List<File> files, List<String> buttons, int edits, boolean formatted) {
        this(text, files, buttons, edits, formatted, "");
    }

    /** An attached file: its name and its content as text. */
    public record File(String name, String text) {}
}
