package dev.taskping.crds;

import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * How messages about the watched Jobs are made.
 *
 * @param template the words in Markdown, with Mustache tags such as {@code {{task.name}}}; docs/reference/messages.md lists
 *     the variables. Absent: as the channel says, or by default
 * @param live whether the message about the start is edited while the Job runs, and when it has ended, on channels that can
 *     edit
 */
@CustomResourceJson
public record MessageSettings(
        @Size(min = 1, max = MessageSettings.LONGEST_TEMPLATE) @Nullable String template,
        @Default("true") @Nullable Boolean live) {

    /** Of a template, in characters. */
    static final int LONGEST_TEMPLATE = 4096;
}
