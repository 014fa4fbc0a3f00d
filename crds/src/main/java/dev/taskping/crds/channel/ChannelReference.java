package dev.taskping.crds.channel;

import dev.taskping.crds.CustomResourceJson;
import dev.taskping.crds.ObjectName;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a NotificationChannel.
 *
 * @param name the channel's name
 * @param namespace the channel's namespace; if absent, the same namespace. A channel in another namespace must list this
 *     namespace in its allowedNamespaces
 */
@CustomResourceJson
public record ChannelReference(
        @Required @Size(max = ObjectName.LONGEST) @ValidationRule(value = ObjectName.RULE, message = ObjectName.MESSAGE)
                String name,
        @Size(max = ObjectName.LONGEST_NAMESPACE)
                @ValidationRule(value = ObjectName.NAMESPACE_RULE, message = ObjectName.NAMESPACE_MESSAGE)
                @Nullable
                String namespace) {}
