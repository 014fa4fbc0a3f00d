package dev.taskping.crds;

import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Names a NotificationChannel.
 *
 * @param name the channel's name
 * @param namespace its namespace; absent for the same one; a channel elsewhere must list this namespace in
 *     allowedNamespaces
 */
public record ChannelReference(
        @Required @Size(min = 1, max = 253) String name, @Size(max = 63) @Nullable String namespace) {}
