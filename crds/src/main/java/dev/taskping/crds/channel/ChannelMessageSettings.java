package dev.taskping.crds.channel;

import dev.taskping.crds.CustomResourceJson;
import dev.taskping.crds.MessageSettings;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Settings for the messages to a channel.
 *
 * @param template the text of messages, in Markdown with Mustache tags such as {@code {{task.name}}}. A NotifiedTask's own
 *     template takes precedence. docs/reference/messages.md lists the variables. If absent, messages use the default text
 */
@CustomResourceJson
public record ChannelMessageSettings(
        @Size(min = 1, max = MessageSettings.LONGEST_TEMPLATE) @Nullable String template) {}
