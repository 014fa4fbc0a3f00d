package dev.taskping.crds;

import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Settings for the messages about the watched Jobs.
 *
 * @param template the text of messages, in Markdown with Mustache tags such as {@code {{task.name}}}.
 *     docs/reference/messages.md lists the variables. If absent, messages use the channel's template or the default text
 * @param live whether TaskPing edits the message about the start while the Job runs and when it ends, on channels that can
 *     edit messages
 */
@CustomResourceJson
public record MessageSettings(
        @Size(min = 1, max = MessageSettings.LONGEST_TEMPLATE) @Nullable String template,
        @Default("true") @Nullable Boolean live) {

    /** The longest template, in characters. */
    public static final int LONGEST_TEMPLATE = 4096;
}
