package dev.taskping.relay.channel.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides whether a channel may connect to an address, so that somebody who may create a channel cannot reach the relay's own
 * network (server-side request forgery). It checks the resolved address that a socket is about to connect to.
 */
public final class EgressGuard {

    /**
     * Services that give credentials, or answer as the machine itself, to anybody who asks: link-local ones (AWS, Azure, GCP,
     * Oracle), AWS on IPv6 (EC2 user guide, "Use the instance metadata service": fd00:ec2::/32 is reserved for such), GCP on
     * IPv6, Alibaba, Oracle's older one, Azure's host (168.63.129.16).
     */
    private static final List<IpSubnetFilterRule> METADATA = ranges(
            "169.254.0.0/16",
            "fe80::/10",
            "fd00:ec2::/32",
            "fd20:ce::254/128",
            "100.100.100.200/32",
            "192.0.0.192/32",
            "168.63.129.16/32");

    /** Not on the public Internet: IANA special-purpose address registries (RFC 6890 and successors). */
    private static final List<IpSubnetFilterRule> PRIVATE = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/96",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/32",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fec0::/10",
            "ff00::/8");

    private static final List<IpSubnetFilterRule> SIX_TO_FOUR = ranges("2002::/16");

    private static final List<IpSubnetFilterRule> TRANSLATED = ranges("64:ff9b::/96", "64:ff9b:1::/48", "::/96");

    private static final Pattern ADDRESS =
            Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+(/\\d+)?|(?=[0-9a-fA-F]*:)[0-9a-fA-F:.]+(/\\d+)?");

    private final List<IpSubnetFilterRule> allowedRanges = new ArrayList<>();
    private final List<String> allowedNames = new ArrayList<>();

    /**
     * Allows public addresses and the given private targets.
     *
     * @param allowed host names, {@code *.suffix}, addresses or CIDR ranges
     * @throws IllegalArgumentException if a range cannot be read
     */
    public EgressGuard(List<String> allowed) {
        for (String entry : allowed) {
            String target = entry.strip().toLowerCase(Locale.ROOT);
            if (ADDRESS.matcher(target).matches()) {
                allowedRanges.add(range(target));
            } else if (!target.isEmpty()) {
                allowedNames.add(target);
            }
        }
    }

    /**
     * Allows a connection or throws.
     *
     * @param target resolved, with the host name it was resolved from
     * @throws AddressRefusedException if it may not be connected to
     */
    public void check(InetSocketAddress target) throws AddressRefusedException {
        InetAddress address = target.getAddress();
        String host = target.getHostString().toLowerCase(Locale.ROOT);
        if (address == null) {
            throw new AddressRefusedException(host + " is not resolved; the guard looks at addresses, not at names");
        }
        if (matches(METADATA, target)
                || embedded(target).filter(inner -> matches(METADATA, inner)).isPresent()) {
            throw new AddressRefusedException(host + " is a link-local or cloud metadata address ("
                    + address.getHostAddress() + "); channels may never connect there");
        }
        if (matches(allowedRanges, target) || allowedNames.stream().anyMatch(name -> matches(name, host))) {
            return;
        }
        if (matches(PRIVATE, target)) {
            throw new AddressRefusedException(host + " is a private address (" + address.getHostAddress()
                    + "); if channels may connect there, add it to taskping.webhook.allowed-hosts of the relay");
        }
    }

    /** The IPv4 address that an IPv6 address is another way to write: 6to4 (RFC 3056), translated (RFC 6052), compatible. */
    private static Optional<InetSocketAddress> embedded(InetSocketAddress target) {
        byte[] bytes = target.getAddress().getAddress();
        if (matches(SIX_TO_FOUR, target)) {
            return Optional.of(inner(bytes, 2));
        }
        return matches(TRANSLATED, target) ? Optional.of(inner(bytes, 12)) : Optional.empty();
    }

    private static InetSocketAddress inner(byte[] bytes, int from) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4)), 0);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an IPv4 address", e);
        }
    }

    private static boolean matches(List<IpSubnetFilterRule> ranges, InetSocketAddress target) {
        return ranges.stream().anyMatch(range -> range.matches(target));
    }

    private static boolean matches(String pattern, String host) {
        return pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : pattern.equals(host);
    }

    private static List<IpSubnetFilterRule> ranges(String... ranges) {
        return List.of(ranges).stream().map(EgressGuard::range).toList();
    }

    private static IpSubnetFilterRule range(String text) {
        String[] parts = text.split("/", 2);
        int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : parts[0].contains(":") ? 128 : 32;
        try {
            return new IpSubnetFilterRule(parts[0], bits, IpFilterRuleType.ACCEPT);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' in taskping.webhook.allowed-hosts is no address range; write 10.96.0.0/12", e);
        }
    }
}
