package dev.taskping.relay.people;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Who is known in a workspace, as those see it who administer it. All methods run in the caller's transaction. */
@ApplicationScoped
public class PersonStore {

    /**
     * A person of a namespace.
     *
     * @param id ours
     * @param cluster the cluster of the namespace
     * @param namespace the namespace whose channels name the person
     * @param name as its channels call the person
     * @param roles the role on each of these channels
     * @param identities the accounts that are proven to be the person's
     */
    public record Person(
            UUID id, String cluster, String namespace, String name, List<RoleOn> roles, List<Identity> identities) {}

    /**
     * A role on a channel.
     *
     * @param channel the channel's name
     * @param role what the person may do there
     */
    public record RoleOn(String channel, Role role) {}

    /**
     * An account of a provider.
     *
     * @param provider who vouches for it
     * @param account the provider's id of it
     * @param boundAt when it was proven to be the person's
     */
    public record Identity(String provider, String account, Instant boundAt) {}

    /** People in the order of their ids, after one of them. */
    public List<Person> list(
            Handle handle,
            String workspace,
            @Nullable String cluster,
            @Nullable String namespace,
            @Nullable UUID after,
            int limit) {
        List<Person> bare = handle.createQuery(
                        """
                        SELECT id, cluster, namespace, name FROM person
                        WHERE workspace = :workspace AND (:cluster::text IS NULL OR cluster = :cluster)
                          AND (:namespace::text IS NULL OR namespace = :namespace)
                          AND (:after::uuid IS NULL OR id > :after::uuid)
                        ORDER BY id LIMIT :limit
                        """)
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .bind("namespace", namespace)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new Person(
                        row.getObject("id", UUID.class),
                        row.getString("cluster"),
                        row.getString("namespace"),
                        row.getString("name"),
                        List.of(),
                        List.of()))
                .list();
        return withDetails(handle, bare);
    }

    /** The person of that id, if there is one in the workspace. */
    public Optional<Person> find(Handle handle, String workspace, UUID id) {
        List<Person> bare = handle.createQuery(
                        "SELECT cluster, namespace, name FROM person WHERE workspace = :workspace AND id = :id")
                .bind("workspace", workspace)
                .bind("id", id)
                .map((row, context) -> new Person(
                        id,
                        row.getString("cluster"),
                        row.getString("namespace"),
                        row.getString("name"),
                        List.of(),
                        List.of()))
                .list();
        return withDetails(handle, bare).stream().findFirst();
    }

    private static List<Person> withDetails(Handle handle, List<Person> people) {
        List<String> ids = people.stream().map(person -> person.id.toString()).toList();
        record Of<T>(UUID person, T what) {}
        Map<UUID, List<RoleOn>> roles = handle
                .createQuery(
                        """
                        SELECT m.person_id, c.name, m.role FROM membership m JOIN channel c ON c.id = m.channel_id
                        WHERE m.person_id = ANY(:ids::uuid[]) ORDER BY c.name
                        """)
                .bindArray("ids", String.class, ids)
                .map((row, context) -> new Of<>(
                        row.getObject("person_id", UUID.class),
                        new RoleOn(
                                row.getString("name"),
                                Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)))))
                .stream()
                .collect(Collectors.groupingBy(Of::person, Collectors.mapping(Of::what, Collectors.toList())));
        Map<UUID, List<Identity>> identities = handle
                .createQuery(
                        """
                        SELECT person_id, provider, account, bound_at FROM identity
                        WHERE person_id = ANY(:ids::uuid[]) ORDER BY bound_at, provider, account
                        """)
                .bindArray("ids", String.class, ids)
                .map((row, context) -> new Of<>(
                        row.getObject("person_id", UUID.class),
                        new Identity(
                                row.getString("provider"),
                                row.getString("account"),
                                row.getTimestamp("bound_at").toInstant())))
                .stream()
                .collect(Collectors.groupingBy(Of::person, Collectors.mapping(Of::what, Collectors.toList())));
        return people.stream()
                .map(person -> new Person(
                        person.id,
                        person.cluster,
                        person.namespace,
                        person.name,
                        roles.getOrDefault(person.id, List.of()),
                        identities.getOrDefault(person.id, List.of())))
                .toList();
    }

    /**
     * Takes an account from a person, and every code that the person could still pair with: whoever has taken the account may
     * have read them.
     *
     * @return false if it was not the person's
     */
    public boolean unpair(Handle handle, String workspace, UUID person, String provider, String account) {
        int removed = handle.createUpdate(
                        """
                        DELETE FROM identity WHERE workspace = :workspace AND person_id = :person
                          AND provider = :provider AND account = :account
                        """)
                .bind("workspace", workspace)
                .bind("person", person)
                .bind("provider", provider)
                .bind("account", account)
                .execute();
        if (removed > 0) {
            handle.createUpdate(
                            "UPDATE pairing SET used_at = now(), code_sealed = NULL WHERE person_id = :person AND used_at IS NULL")
                    .bind("person", person)
                    .execute();
        }
        return removed > 0;
    }

    /** The channel of a person's namespace by that name, as the person's cluster registered it. */
    public static ChannelKey channel(Person person, String name) {
        return new ChannelKey(person.namespace, name);
    }
}
