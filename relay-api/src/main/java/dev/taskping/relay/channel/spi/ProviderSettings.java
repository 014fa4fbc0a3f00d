package dev.taskping.relay.channel.spi;

import java.util.List;
import java.util.Optional;

/**
 * Everything an adapter needs to reach one channel, secrets included. A record of the provider's own, whose components are the
 * fields of {@link dev.taskping.protocol.channel.ChannelSettings} of its type; its {@code toString} never shows a secret.
 */
public interface ProviderSettings {

    /** The kind of channel these are for. */
    ChannelType type();

    /**
     * The field at fault and what would be accepted, such as {@code settings.url: must be …}; empty if the settings can be
     * tried. Pure, and never repeats a secret. See {@link SettingsRules}.
     */
    Optional<String> fault();

    /** Every text in them that nobody may read; results are scrubbed of these. */
    List<String> secretValues();

    /** What the provider of this destination allows; empty if it names no limit and only answers 429 when it is too much. */
    default Optional<RateLimit> rateLimit() {
        return Optional.empty();
    }

    /** Whether a message that went this way can be changed once it is there; incoming webhooks often cannot. */
    default boolean edits() {
        return false;
    }

    /** The provider's name for the conversation that messages go to, where it has conversations. */
    default Optional<String> conversation() {
        return Optional.empty();
    }

    /** Whether only pairing can tell where messages go. */
    default boolean needsDestination() {
        return false;
    }

    /** What the receiver may launch with a reply token, where messages carry one. */
    default MachineReplies machineReplies() {
        return MachineReplies.NEXT;
    }

    /**
     * The same with the destination filled in that pairing taught us, where the settings leave it open.
     *
     * @param destination the conversation in which a person paired
     */
    default ProviderSettings withDestination(String destination) {
        return this;
    }
}
