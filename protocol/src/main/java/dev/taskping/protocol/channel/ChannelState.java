package dev.taskping.protocol.channel;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The relay's answer about a channel.
 *
 * @param ready whether the provider accepted our credentials when last asked
 * @param reason one CamelCase word: {@code Verified}, {@code Unauthorized}, {@code Unreachable}, {@code AwaitingPairing}
 * @param message a sentence with the provider's own answer and what to do
 * @param people each member with how far pairing has come
 * @param trouble what is the matter with the latest messages; absent while they arrive
 */
public record ChannelState(
        boolean ready, String reason, String message, List<Pairing> people, @Nullable Trouble trouble) {

    /**
     * How far a member's pairing has come.
     *
     * @param name the member
     * @param role what the member may do
     * @param paired whether an account of the provider is bound to the member
     * @param code the one-time code, while not paired
     * @param link opens the provider's app with the code filled in, where the provider has such links
     * @param expires when the code lapses; a new one is issued when the channel is registered again
     */
    public record Pairing(
            String name,
            Role role,
            boolean paired,
            @Nullable String code,
            @Nullable String link,
            @Nullable Instant expires) {}

    /**
     * Messages do not arrive as they should, although the provider may accept our credentials: a full mailbox.
     *
     * @param reason one CamelCase word: {@code Refused}, {@code Failing}, {@code PartlyDelivered}
     * @param message a sentence with the provider's own answer
     * @param since when that began
     */
    public record Trouble(String reason, String message, Instant since) {}

    /** A channel whose messages arrive. */
    public ChannelState(boolean ready, String reason, String message, List<Pairing> people) {
        this(ready, reason, message, people, null);
    }

    public ChannelState {
        people = people == null ? List.of() : List.copyOf(people);
    }
}
