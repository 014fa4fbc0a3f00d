package dev.taskping.crds;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys that the Secret of a channel has. Only these are read and leave the cluster, each as a field of that name beside the
 * fields of the channel's block. A key whose name ends in {@code Url} holds an address.
 *
 * @param wanted how a person is asked for them, as in "create it with the key …"
 * @param needs what must be there
 * @param optional keys that may be there
 * @param rest the field that gets the values of all other keys, by key; absent: they stay in the Secret
 */
public record SecretKeys(String wanted, List<Need> needs, List<String> optional, @Nullable String rest) {

    /**
     * A secret that a channel cannot do without.
     *
     * @param keys where it may stand: the first key that is there is read, and no other
     * @param field the field of the block that makes it necessary; absent: it is in any case
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

    /** Of a Secret that people are asked for in these words. */
    static SecretKeys wanted(String wanted) {
        return new SecretKeys(wanted, List.of(), List.of(), null);
    }

    /** And one of these must be there. */
    SecretKeys need(String... keys) {
        return needing(new Need(List.of(keys), null));
    }

    /** And one of these must be there if the block has that field. */
    SecretKeys needFor(String field, String... keys) {
        return needing(new Need(List.of(keys), field));
    }

    /** And these may be there. */
    SecretKeys optional(String... keys) {
        return new SecretKeys(wanted, needs, List.of(keys), rest);
    }

    /** And whatever else is there, in a field of its own. */
    SecretKeys restAs(String field) {
        return new SecretKeys(wanted, needs, optional, field);
    }

    /** Every key that is named here. */
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
