package dev.taskping.protocol.channel;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a channel, as the relay answers.
 *
 * @param ready whether the provider accepted the credentials at the last check
 * @param reason one CamelCase word: {@code Verified}, {@code Unauthorized}, {@code Unreachable}, {@code AwaitingPairing}
 * @param message a sentence with the provider's own answer and what to do
 * @param people the state of each member's pairing
 * @param trouble the problem with the latest messages; absent while messages arrive
 * @param hookUrl the address that people enter in the provider's console, for what it pushes; absent if there is none to enter
 */
public record ChannelState(
        boolean ready,
        String reason,
        String message,
        List<Pairing> people,
        @Nullable Trouble trouble,
        @Nullable URI hookUrl) {

    /**
     * The state of a member's pairing.
     *
     * @param name the member's name
     * @param role the member's role
     * @param paired whether an account of the provider is paired with the member
     * @param code the one-time code, if not paired
     * @param link opens the provider's app with the code filled in, if the provider has such links
     * @param expires when the code expires; registering the channel again issues a new one
     */
    public record Pairing(
            String name,
            Role role,
            boolean paired,
            @Nullable String code,
            @Nullable String link,
            @Nullable Instant expires) {}

    /**
     * A problem with the delivery of messages, such as a full mailbox. The provider may accept the credentials nevertheless.
     *
     * @param reason one CamelCase word: {@code Refused}, {@code Failing}, {@code PartlyDelivered}
     * @param message a sentence with the provider's own answer
     * @param since when the problem began
     */
    public record Trouble(String reason, String message, Instant since) {}

    /** The state of a channel whose messages arrive and which has no address to enter anywhere. */
    public ChannelState(boolean ready, String reason, String message, List<Pairing> people) {
        this(ready, reason, message, people, null, null);
    }

    public ChannelState {
        people = people == null ? List.of() : List.copyOf(people);
    }
}
