package dev.taskping.crds.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a channel's Secret. The operator reads only these keys and sends each to the relay as a field with that name, next to
 * the fields of the channel's block. A key whose name ends in {@code Url} holds an address.
 *
 * @param wanted the keys in words, for messages such as "create it with the key …"
 * @param needs the required secrets
 * @param optional the optional keys
 * @param rest the field that gets the values of all other keys, by key; if absent, they stay in the Secret
 */
public record SecretKeys(String wanted, List<Need> needs, List<String> optional, @Nullable String rest) {

    /**
     * A required secret.
     *
     * @param keys the keys that may hold it; the operator reads the first one that exists, and no other
     * @param field the field of the block that makes the secret necessary; if absent, it is always necessary
     */
    public record Need(List<String> keys, @Nullable String field) {

        public Need {
            keys = List.copyOf(keys);
        }
    }

    public SecretKeys {
        needs = List.copyOf(needs);
        optional = List.copyOf(optional);
    }

    /** No keys yet; messages ask for the Secret in these words. */
    static SecretKeys wanted(String wanted) {
        return new SecretKeys(wanted, List.of(), List.of(), null);
    }

    /** Adds: one of these keys is required. */
    SecretKeys need(String... keys) {
        return needing(new Need(List.of(keys), null));
    }

    /** Adds: one of these keys is required if the block has that field. */
    SecretKeys needFor(String field, String... keys) {
        return needing(new Need(List.of(keys), field));
    }

    /** Adds optional keys. */
    SecretKeys optional(String... keys) {
        return new SecretKeys(wanted, needs, List.of(keys), rest);
    }

    /** Adds: all other keys go into a field of their own. */
    SecretKeys restAs(String field) {
        return new SecretKeys(wanted, needs, optional, field);
    }

    /** All keys that are named here. */
    public Set<String> declared() {
        return Stream.concat(needs.stream().flatMap(need -> need.keys().stream()), optional.stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private SecretKeys needing(Need need) {
        List<Need> more = new ArrayList<>(needs);
        more.add(need);
        return new SecretKeys(wanted, more, optional, rest);
    }
}
