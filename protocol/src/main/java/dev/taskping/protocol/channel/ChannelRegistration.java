package dev.taskping.protocol.channel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /v1/channels/{namespace}/{name}}: how a channel is to be reached and who may be paired with it.
 *
 * @param settings how to reach it
 * @param people who may pair; for each who has not, the answer carries a one-time code
 * @param rate how many messages the destination may get; absent: what its provider allows
 * @param fallback where messages go that cannot be delivered here; absent: nowhere
 * @param template how messages are worded, see {@link dev.taskping.protocol.template.MessageTemplate}; absent: by default
 */
public record ChannelRegistration(
        ChannelSettings settings,
        List<Member> people,
        @Nullable Rate rate,
        @Nullable Fallback fallback,
        @Nullable String template) {

    /**
     * A person who may answer on a channel.
     *
     * @param name how the person is called in audits and messages
     * @param role what the person may do
     */
    public record Member(String name, Role role) {}

    /** In the default words. */
    public ChannelRegistration(
            ChannelSettings settings, List<Member> people, @Nullable Rate rate, @Nullable Fallback fallback) {
        this(settings, people, rate, fallback, null);
    }

    /** With the provider's own pace, and no fallback. */
    public ChannelRegistration(ChannelSettings settings, List<Member> people) {
        this(settings, people, null, null, null);
    }

    public ChannelRegistration {
        people = people == null ? List.of() : List.copyOf(people);
    }
}
