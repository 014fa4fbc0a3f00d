package dev.taskping.operator.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.channel.NotificationChannelSpec;
import dev.taskping.protocol.ProtocolJson;
import io.fabric8.kubernetes.api.model.Secret;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a Secret's owner lets a channel use it. Whoever may create channels chooses where a Secret's values are sent, so the Secret
 * names the types of channels that may use it, and the hosts that they may name. Pure.
 */
final class SecretPermission {

    private static final ObjectMapper JSON = ProtocolJson.mapper();
    private static final Set<String> ADDRESSES = Set.of("host", "url", "apiUrl");

    private SecretPermission() {}

    /** What the Secret's annotation must contain for this channel: its type, or {@code type@host} for each host that it names. */
    static List<String> needed(NotificationChannelSpec spec) {
        String type = spec.type().id();
        Set<String> hosts = new TreeSet<>();
        collectHosts(JSON.valueToTree(spec).path(type), hosts);
        return hosts.isEmpty()
                ? List.of(type)
                : hosts.stream().map(host -> type + "@" + host).toList();
    }

    /** Whether the Secret allows all that the channel needs. */
    static boolean allows(Secret secret, NotificationChannelSpec spec) {
        Set<String> allowed = Optional.ofNullable(secret.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(WellKnownNames.SECRET_CHANNELS_ANNOTATION))
                .map(value -> Arrays.stream(value.toLowerCase(Locale.ROOT).split("[,\\s]"))
                        .collect(Collectors.toSet()))
                .orElse(Set.of());
        return needed(spec).stream()
                .allMatch(entry ->
                        allowed.contains(entry) || allowed.contains(spec.type().id() + "@*"));
    }

    /** The command that allows it. */
    static String cure(String secret, String namespace, NotificationChannelSpec spec) {
        return "kubectl annotate --overwrite secret " + secret + " --namespace " + namespace + " "
                + WellKnownNames.SECRET_CHANNELS_ANNOTATION + "=" + String.join(",", needed(spec));
    }

    private static void collectHosts(JsonNode block, Set<String> hosts) {
        block.properties().forEach(field -> {
            if (ADDRESSES.contains(field.getKey()) && field.getValue().isTextual()) {
                hosts.add(host(field.getValue().textValue()));
            } else if (field.getValue().isObject()) {
                collectHosts(field.getValue(), hosts);
            }
        });
    }

    /** Of an address or a bare host; what is neither is taken as it is, and matches nothing but itself. */
    private static String host(String text) {
        return Stream.of(text)
                .filter(address -> address.contains("://"))
                .map(SecretPermission::parse)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(text)
                .toLowerCase(Locale.ROOT);
    }

    private static Optional<String> parse(String address) {
        try {
            return Optional.ofNullable(URI.create(address).getHost());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
