package dev.taskping.relay.channel.spi;

import java.util.List;
import java.util.Optional;

/**
 * Everything that an adapter needs to reach one channel, secrets included. Each provider has its own record, whose components
 * are the fields of {@link dev.taskping.protocol.channel.ChannelSettings} of its type; its {@code toString} never shows a
 * secret.
 */
public interface ProviderSettings {

    /** The kind of channel these are for. */
    ChannelType type();

    /**
     * The field at fault and what would be accepted, such as {@code settings.url: must be …}; empty if the settings can be
     * tried. Pure, and never repeats a secret. See {@link SettingsRules}.
     */
    Optional<String> fault();

    /** The secret texts in them, which are removed from results. */
    List<String> secretValues();

    /** The rate that the provider allows for this destination; empty if it names no limit and only answers 429. */
    default Optional<RateLimit> rateLimit() {
        return Optional.empty();
    }

    /** Whether a delivered message can be edited; by incoming webhooks it often cannot. */
    default boolean edits() {
        return false;
    }

    /** The provider's name for the conversation that messages go to, where it has conversations. */
    default Optional<String> conversation() {
        return Optional.empty();
    }

    /** Whether the destination is known only after pairing. */
    default boolean needsDestination() {
        return false;
    }

    /** What the receiver may launch with a reply token, if messages carry one. */
    default MachineReplies machineReplies() {
        return MachineReplies.NEXT;
    }

    /**
     * The same with the destination filled in that was learned by pairing, if the settings leave it open.
     *
     * @param destination the conversation in which a person paired
     */
    default ProviderSettings withDestination(String destination) {
        return this;
    }
}
