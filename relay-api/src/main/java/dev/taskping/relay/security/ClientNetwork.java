package dev.taskping.relay.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** Which requests come from the same place. */
final class ClientNetwork {

    /** Whoever has one IPv6 address usually has 2^64 of them (RFC 6177). */
    private static final int IPV6_NETWORK_BYTES = 8;

    private ClientNetwork() {}

    /** The address, or the network of an IPv6 address. */
    static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            return InetAddress.getByName(address) instanceof Inet6Address ipv6
                    ? HexFormat.of().formatHex(ipv6.getAddress(), 0, IPV6_NETWORK_BYTES)
                    : address;
        } catch (UnknownHostException e) {
            return address; // it is an address, so no name is looked up
        }
    }
}
