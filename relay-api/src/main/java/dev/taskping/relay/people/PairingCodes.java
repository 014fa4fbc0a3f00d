package dev.taskping.relay.people;

import dev.taskping.protocol.channel.ChannelRegistration.Member;
import dev.taskping.protocol.channel.ChannelState;
import dev.taskping.relay.channel.RegisteredChannel;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Who may answer on a channel, and the one-time codes by which they prove their accounts. */
public interface PairingCodes {

    /**
     * Makes the channel's members exactly {@code people}: roles are changed, who is no longer named loses the right to
     * answer. Runs in the caller's transaction.
     *
     * @return each member in the order given, with a code and link for those who have not paired, where the provider can
     *     be answered at all
     */
    List<ChannelState.Pairing> register(Handle handle, RegisteredChannel channel, List<Member> people);

    /** How far pairing has come, without issuing codes. Runs in the caller's transaction. */
    List<ChannelState.Pairing> state(Handle handle, RegisteredChannel channel);
}
