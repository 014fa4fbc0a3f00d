package dev.taskping.crds;

import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * How messages to a channel are made.
 *
 * @param template the words in Markdown, with Mustache tags such as {@code {{task.name}}}, unless a NotifiedTask has its own;
 *     docs/reference/messages.md lists the variables. Absent: by default
 */
@CustomResourceJson
public record ChannelMessageSettings(
        @Size(min = 1, max = MessageSettings.LONGEST_TEMPLATE) @Nullable String template) {}
