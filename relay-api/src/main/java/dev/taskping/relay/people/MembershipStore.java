package dev.taskping.relay.people;

import dev.taskping.protocol.channel.ChannelRegistration;
import dev.taskping.protocol.channel.Role;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.ProviderAccount;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** People's roles on channels. A person belongs to one namespace. All methods run in the caller's transaction. */
@ApplicationScoped
public class MembershipStore {

    private static final String MEMBER_OF_ACCOUNT =
            """
            SELECT p.id, p.name, p.namespace, m.role
            FROM identity i
            JOIN person p ON p.id = i.person_id AND p.workspace = i.workspace
            JOIN membership m ON m.person_id = p.id
            WHERE i.workspace = :workspace AND i.cluster = :cluster AND i.namespace = :namespace
              AND i.provider = :provider AND i.account = :account
            """;
    private static final String ON_CHANNEL = " AND m.channel_id = :channel";

    /**
     * Makes the channel's members exactly these.
     *
     * @return them in the order given
     */
    List<Member> replace(Handle handle, RegisteredChannel channel, List<ChannelRegistration.Member> wanted) {
        List<Member> members = new ArrayList<>();
        for (ChannelRegistration.Member person : wanted) {
            members.add(new Member(
                    personId(handle, channel, person.name()),
                    person.name(),
                    person.role(),
                    channel.key().namespace()));
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
        return members;
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
                        SELECT p.id, p.name, p.namespace, m.role FROM membership m JOIN person p ON p.id = m.person_id
                        WHERE p.workspace = :workspace AND m.channel_id = :channel ORDER BY p.name
                        """)
                .bind("workspace", channel.workspace())
                .bind("channel", channel.id())
                .map((row, context) -> member(row))
                .list();
    }

    /** The member of the channel whom the account belongs to. */
    public Optional<Member> member(Handle handle, RegisteredChannel channel, ProviderAccount account) {
        return handle.createQuery(MEMBER_OF_ACCOUNT + ON_CHANNEL)
                .bind("channel", channel.id())
                .bind("workspace", channel.workspace())
                .bind("cluster", channel.cluster())
                .bind("namespace", channel.key().namespace())
                .bind("provider", account.provider())
                .bind("account", account.id())
                .map((row, context) -> member(row))
                .findOne();
    }

    /**
     * Whom the account belongs to in a namespace of the channel's cluster, with the highest role that any channel there gives. An account is
     * qualified by what vouches for it, so nobody can claim another's account by a bot of their own.
     */
    public Optional<Member> memberIn(
            Handle handle, RegisteredChannel channel, String namespace, ProviderAccount account) {
        return handle
                .createQuery(MEMBER_OF_ACCOUNT)
                .bind("workspace", channel.workspace())
                .bind("cluster", channel.cluster())
                .bind("namespace", namespace)
                .bind("provider", account.provider())
                .bind("account", account.id())
                .map((row, context) -> member(row))
                .stream()
                .max(Comparator.comparing(Member::role));
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                row.getObject("id", UUID.class),
                row.getString("name"),
                role(row.getString("role")),
                row.getString("namespace"));
    }

    /** A role as the database has it. */
    static String id(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    static Role role(String id) {
        return Role.valueOf(id.toUpperCase(Locale.ROOT));
    }
}
