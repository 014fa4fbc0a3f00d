package dev.taskping.relay.people;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.Role;
import dev.taskping.relay.channel.ChannelLookup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The people of a workspace, with their roles and accounts. All methods run in the caller's transaction. */
@ApplicationScoped
public class PersonStore {

    private final ChannelLookup channels;

    PersonStore(ChannelLookup channels) {
        this.channels = channels;
    }

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
        return withDetails(handle, workspace, bare);
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
        return withDetails(handle, workspace, bare).stream().findFirst();
    }

    private List<Person> withDetails(Handle handle, String workspace, List<Person> people) {
        List<String> ids = people.stream().map(person -> person.id.toString()).toList();
        Map<UUID, List<RoleOn>> roles = roles(handle, workspace, ids);
        Map<UUID, List<Identity>> identities = identities(handle, ids);
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

    private Map<UUID, List<RoleOn>> roles(Handle handle, String workspace, List<String> people) {
        record Row(UUID person, UUID channel, Role role) {}
        List<Row> rows = handle.createQuery(
                        "SELECT person_id, channel_id, role FROM membership WHERE person_id = ANY(:ids::uuid[])")
                .bindArray("ids", String.class, people)
                .map((row, context) -> new Row(
                        row.getObject("person_id", UUID.class),
                        row.getObject("channel_id", UUID.class),
                        MembershipStore.role(row.getString("role"))))
                .list();
        Map<UUID, ChannelKey> names =
                channels.keys(handle, workspace, rows.stream().map(Row::channel).collect(Collectors.toSet()));
        return rows.stream()
                .sorted(Comparator.comparing(row -> name(names, row.channel)))
                .collect(Collectors.groupingBy(
                        Row::person,
                        Collectors.mapping(
                                row -> new RoleOn(name(names, row.channel), row.role), Collectors.toList())));
    }

    private static String name(Map<UUID, ChannelKey> names, UUID channel) {
        return Objects.requireNonNull(names.get(channel)).name();
    }

    private static Map<UUID, List<Identity>> identities(Handle handle, List<String> people) {
        record Row(UUID person, Identity identity) {}
        return handle
                .createQuery(
                        """
                        SELECT person_id, provider, account, bound_at FROM identity
                        WHERE person_id = ANY(:ids::uuid[]) ORDER BY bound_at, provider, account
                        """)
                .bindArray("ids", String.class, people)
                .map((row, context) -> new Row(
                        row.getObject("person_id", UUID.class),
                        new Identity(
                                row.getString("provider"),
                                row.getString("account"),
                                row.getTimestamp("bound_at").toInstant())))
                .stream()
                .collect(Collectors.groupingBy(Row::person, Collectors.mapping(Row::identity, Collectors.toList())));
    }

    /** The channel of a person's namespace by that name, as the person's cluster registered it. */
    public static ChannelKey channel(Person person, String name) {
        return new ChannelKey(person.namespace, name);
    }
}
