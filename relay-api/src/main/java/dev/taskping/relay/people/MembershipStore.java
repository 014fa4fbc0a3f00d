package dev.taskping.relay.people;

import dev.taskping.protocol.channel.ChannelRegistration;
import dev.taskping.protocol.channel.Role;
import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.command.CommandResultHandler;
import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** People, their roles on channels and the accounts that are proven to be theirs. A person belongs to one namespace. */
@ApplicationScoped
public class MembershipStore {

    private final AuditTrail audit;
    private final CommandResultHandler commands;
    private final Clock clock;

    MembershipStore(AuditTrail audit, CommandResultHandler commands, Clock clock) {
        this.audit = audit;
        this.commands = commands;
        this.clock = clock;
    }

    /**
     * Makes the channel's members exactly these, in this order. What changes is written down, and what was asked for with a role
     * that is taken is dropped unless it is under way.
     */
    List<Member> setMembers(Handle handle, RegisteredChannel channel, List<ChannelRegistration.Member> wanted) {
        List<Member> before = members(handle, channel);
        List<Member> members = new ArrayList<>();
        for (ChannelRegistration.Member person : wanted) {
            members.add(new Member(personId(handle, channel, person.name()), person.name(), person.role()));
        }
        handle.createUpdate(
                        "DELETE FROM membership WHERE channel_id = :channel AND NOT person_id = ANY(:people::uuid[])")
                .bind("channel", channel.id())
                .bindArray(
                        "people",
                        String.class,
                        members.stream()
                                .map(member -> member.personId().toString())
                                .toList())
                .execute();
        for (Member member : members) {
            handle.createUpdate(
                            """
                            INSERT INTO membership (channel_id, person_id, role) VALUES (:channel, :person, :role)
                            ON CONFLICT (channel_id, person_id) DO UPDATE SET role = excluded.role
                            """)
                    .bind("channel", channel.id())
                    .bind("person", member.personId())
                    .bind("role", id(member.role()))
                    .execute();
        }
        writeDown(handle, channel, before, members);
        return members;
    }

    private void writeDown(Handle handle, RegisteredChannel channel, List<Member> before, List<Member> after) {
        Map<UUID, Member> gone = new LinkedHashMap<>();
        before.forEach(member -> gone.put(member.personId(), member));
        Actor cluster = Actor.cluster(channel.workspace(), channel.cluster())
                .at(channel.cluster(), channel.key().toString());
        for (Member member : after) {
            Member was = gone.remove(member.personId());
            if (was == null || was.role() != member.role()) {
                String reason = was == null ? "new" : "was " + id(was.role());
                audit.record(
                        handle, cluster, "give role " + id(member.role()), member.name(), Decision.ACCEPTED, reason);
            }
            if (was != null && !member.role().includes(was.role())) {
                commands.withdrawByRole(handle, cluster, member.personId(), channel.id());
            }
        }
        for (Member member : gone.values()) {
            audit.record(
                    handle,
                    cluster,
                    "take role " + id(member.role()),
                    member.name(),
                    Decision.ACCEPTED,
                    "no longer named");
            commands.withdrawByRole(handle, cluster, member.personId(), channel.id());
        }
    }

    private static String id(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static UUID personId(Handle handle, RegisteredChannel channel, String name) {
        return handle.createQuery(
                        """
                        INSERT INTO person (id, workspace, cluster, namespace, name)
                        VALUES (:id, :workspace, :cluster, :namespace, :name)
                        ON CONFLICT (workspace, cluster, namespace, name) DO UPDATE SET name = excluded.name
                        RETURNING id
                        """)
                .bind("id", UUID.randomUUID())
                .bind("workspace", channel.workspace())
                .bind("cluster", channel.cluster())
                .bind("namespace", channel.key().namespace())
                .bind("name", name)
                .mapTo(UUID.class)
                .one();
    }

    /** The channel's members by name. */
    public List<Member> members(Handle handle, RegisteredChannel channel) {
        return handle.createQuery(
                        """
                        SELECT p.id, p.name, m.role FROM membership m JOIN person p ON p.id = m.person_id
                        WHERE p.workspace = :workspace AND m.channel_id = :channel ORDER BY p.name
                        """)
                .bind("workspace", channel.workspace())
                .bind("channel", channel.id())
                .map((row, context) ->
                        new Member(row.getObject("id", UUID.class), row.getString("name"), role(row.getString("role"))))
                .list();
    }

    /** The member of the channel whom the account belongs to. */
    public Optional<Member> member(Handle handle, RegisteredChannel channel, ProviderAccount providerAccount) {
        return handle.createQuery(
                        """
                        SELECT p.id, p.name, m.role
                        FROM identity i
                        JOIN person p ON p.id = i.person_id AND p.workspace = i.workspace
                        JOIN membership m ON m.person_id = p.id AND m.channel_id = :channel
                        WHERE i.workspace = :workspace AND i.cluster = :cluster AND i.namespace = :namespace
                          AND i.provider = :provider AND i.account = :account
                        """)
                .bind("channel", channel.id())
                .bind("workspace", channel.workspace())
                .bind("cluster", channel.cluster())
                .bind("namespace", channel.key().namespace())
                .bind("provider", providerAccount.provider())
                .bind("account", providerAccount.id())
                .map((row, context) ->
                        new Member(row.getObject("id", UUID.class), row.getString("name"), role(row.getString("role"))))
                .findOne();
    }

    /** Whether an account of the provider is proven to be the person's. */
    boolean hasIdentity(Handle handle, UUID personId, String provider) {
        return handle.createQuery(
                        "SELECT count(*) > 0 FROM identity WHERE person_id = :person AND provider = :provider")
                .bind("person", personId)
                .bind("provider", provider)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Remembers that the account is the person's.
     *
     * @return false, and nothing changes, if it is somebody else's in this namespace
     */
    public boolean bind(Handle handle, RegisteredChannel channel, ProviderAccount providerAccount, UUID personId) {
        UUID owner = handle.createQuery(
                        """
                        INSERT INTO identity (workspace, cluster, namespace, provider, account, person_id, bound_at)
                        VALUES (:workspace, :cluster, :namespace, :provider, :account, :person, :now)
                        ON CONFLICT (workspace, cluster, namespace, provider, account)
                            DO UPDATE SET account = excluded.account
                        RETURNING person_id
                        """)
                .bind("workspace", channel.workspace())
                .bind("cluster", channel.cluster())
                .bind("namespace", channel.key().namespace())
                .bind("provider", providerAccount.provider())
                .bind("account", providerAccount.id())
                .bind("person", personId)
                .bind("now", DatabaseAccess.now(clock))
                .mapTo(UUID.class)
                .one();
        return owner.equals(personId);
    }

    private static Role role(String text) {
        return Role.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
