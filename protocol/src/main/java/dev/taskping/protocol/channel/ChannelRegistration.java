package dev.taskping.protocol.channel;

import java.util.List;

/**
 * {@code PUT /v1/channels/{namespace}/{name}}: how a channel is to be reached and who may be paired with it.
 *
 * @param settings how to reach it
 * @param people who may pair; for each who has not, the answer carries a one-time code
 */
public record ChannelRegistration(ChannelSettings settings, List<Member> people) {

    /**
     * A person who may answer on a channel.
     *
     * @param name how the person is called in audits and messages
     * @param role what the person may do
     */
    public record Member(String name, Role role) {}

    public ChannelRegistration {
        people = people == null ? List.of() : List.copyOf(people);
    }
}
