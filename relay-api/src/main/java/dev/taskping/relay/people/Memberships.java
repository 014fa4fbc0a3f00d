package dev.taskping.relay.people;

import dev.taskping.protocol.channel.ChannelRegistration;
import dev.taskping.protocol.channel.Role;
import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.command.CommandResultHandler;
import dev.taskping.relay.command.RequesterKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Gives and takes roles on channels: audits each change, and withdraws commands whose requester lost the role for them. */
@ApplicationScoped
public class Memberships {

    private final MembershipStore store;
    private final CommandResultHandler commands;
    private final AuditTrail audit;

    Memberships(MembershipStore store, CommandResultHandler commands, AuditTrail audit) {
        this.store = store;
        this.commands = commands;
        this.audit = audit;
    }

    /**
     * Makes the channel's members exactly these, in the caller's transaction. Commands of members who lost permissions are
     * withdrawn unless they were sent already.
     *
     * @return the members in the order given
     */
    public List<Member> replace(Handle handle, RegisteredChannel channel, List<ChannelRegistration.Member> wanted) {
        List<Member> before = store.members(handle, channel);
        List<Member> after = store.replace(handle, channel, wanted);
        Map<UUID, Member> removed = new LinkedHashMap<>();
        before.forEach(member -> removed.put(member.personId(), member));
        Actor cluster = Actor.cluster(channel.workspace(), channel.cluster())
                .at(channel.cluster(), channel.key().toString());
        for (Member member : after) {
            Member was = removed.remove(member.personId());
            if (was == null || was.role() != member.role()) {
                String reason = was == null ? "new" : "was " + id(was.role());
                record(handle, cluster, "give role ", member, reason);
            }
            if (was != null && !member.role().includes(was.role())) {
                withdraw(handle, cluster, member, channel);
            }
        }
        for (Member member : removed.values()) {
            record(handle, cluster, "take role ", member, "no longer named");
            withdraw(handle, cluster, member, channel);
        }
        return after;
    }

    private void withdraw(Handle handle, Actor cluster, Member member, RegisteredChannel channel) {
        RequesterKey key = new RequesterKey(channel.cluster(), member.namespace(), member.name());
        commands.withdrawByRole(handle, cluster, member.personId(), key, channel.id());
    }

    private void record(Handle handle, Actor cluster, String what, Member member, String reason) {
        audit.record(handle, cluster, what + id(member.role()), member.name(), Decision.ACCEPTED, reason);
    }

    private static String id(Role role) {
        return MembershipStore.id(role);
    }
}
