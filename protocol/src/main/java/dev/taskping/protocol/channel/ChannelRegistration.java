package dev.taskping.protocol.channel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT /v1/channels/{namespace}/{name}}: how to reach a channel and who may pair with it.
 *
 * @param settings how to reach the channel
 * @param people who may pair; the answer contains a one-time code for each person who has not paired
 * @param rate the maximum rate of messages to the destination; absent: the provider's limit
 * @param fallback the channel for messages that cannot be delivered here; absent: none
 * @param template the template for messages, see {@link dev.taskping.protocol.template.MessageTemplate}; absent: the default text
 */
public record ChannelRegistration(
        ChannelSettings settings,
        List<Member> people,
        @Nullable Rate rate,
        @Nullable Fallback fallback,
        @Nullable String template) {

    /**
     * A person who may reply on a channel.
     *
     * @param name the person's name in audit lines and messages
     * @param role what the person may do
     */
    public record Member(String name, Role role) {}

    /** A registration without a template. */
    public ChannelRegistration(
            ChannelSettings settings, List<Member> people, @Nullable Rate rate, @Nullable Fallback fallback) {
        this(settings, people, rate, fallback, null);
    }

    /** A registration with the provider's limit, without a fallback and a template. */
    public ChannelRegistration(ChannelSettings settings, List<Member> people) {
        this(settings, people, null, null, null);
    }

    public ChannelRegistration {
        people = people == null ? List.of() : List.copyOf(people);
    }
}
