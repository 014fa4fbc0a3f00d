package dev.taskping.relay.channel;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.channel.spi.ProviderSettings;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A channel that messages can be delivered to. Holds secrets, so it is never logged as a whole.
 *
 * @param id ours
 * @param workspace where it belongs
 * @param cluster the cluster that registered it
 * @param key its name there
 * @param settings how to reach it, with the destination filled in that it learned by pairing
 * @param destination the destination that it learned by pairing, such as a chat's id
 * @param endpointId the id in the address of its hook; see {@link HookAddresses}
 */
public record RegisteredChannel(
        UUID id,
        String workspace,
        String cluster,
        ChannelKey key,
        ProviderSettings settings,
        @Nullable String destination,
        String endpointId) {

    /** Fills the destination in if the settings leave it open. */
    public static ProviderSettings withDestination(ProviderSettings settings, @Nullable String destination) {
        return destination == null ? settings : settings.withDestination(destination);
    }

    /** Whose channel it is: workspace, cluster and namespace. The relay shares its capacity fairly between tenants. */
    public String tenant() {
        return workspace + "/" + cluster + "/" + key.namespace();
    }

    /** Whether only pairing can tell where its messages go. */
    public boolean needsDestination() {
        return settings.needsDestination();
    }

    /** The provider's name for the conversation that messages to this channel go to, where it has conversations. */
    public Optional<String> conversation() {
        return settings.conversation();
    }
}
