package org.huiliu.platform.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** How far an address may be reached by what the hub sends, judged by its numbers. */
public final class Reach {
    /**
     * Where nothing is ever sent, whatever a list says: this machine itself under other names, who gives machines their
     * secrets, the whole neighbourhood at once, and IPv4 hidden in IPv6 in ways that nobody needs any more.
     */
    private static final List<Network> NEVER = networks(
            "0.0.0.0/8",
            // link-local; the metadata of most clouds
            "169.254.0.0/16",
            "fe80::/10",
            // metadata of Alibaba, Oracle, Azure, AWS and Google
            "100.100.100.200/32",
            "192.0.0.192/32",
            "168.63.129.16/32",
            "fd00:ec2::/32",
            "fd20:ce::254/128",
            // multicast, broadcast
            "224.0.0.0/4",
            "255.255.255.255/32",
            "ff00::/8",
            // tunnels: Teredo, 6to4 and its relay, NAT64 with a prefix of one's own; IPv4-compatible follows below
            "2001::/32",
            "2002::/16",
            "192.88.99.0/24",
            "64:ff9b:1::/48");

    private static final Network LOOPBACK_V6 = Network.of("::1/128");
    private static final Network V4_COMPATIBLE = Network.of("::/96");
    /** Java gives a mapped address as IPv4, unless somebody made it from sixteen bytes and a scope. */
    private static final byte[] V4_MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private static final Network NAT64 = Network.of("64:ff9b::/96");

    /** What IANA has set aside among the addresses that otherwise belong to somebody in the open net. */
    private static final List<Network> NOT_PUBLIC = networks(
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "240.0.0.0/4",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20");

    private static final Network GLOBAL_V6 = Network.of("2000::/3");

    private Reach() {}

    /** Whether nothing is ever sent there, even if a list names it. */
    public static boolean never(InetAddress address) {
        InetAddress meant = meant(address);
        return contains(NEVER, meant) || V4_COMPATIBLE.contains(meant) && !LOOPBACK_V6.contains(meant);
    }

    /** Whether it is an address of the open net. */
    public static boolean open(InetAddress address) {
        InetAddress meant = meant(address);
        return !never(meant)
                && !contains(NOT_PUBLIC, meant)
                && (meant.getAddress().length == 4 || GLOBAL_V6.contains(meant));
    }

    /**
     * Whether a target's list allows the address.
     *
     * @param networks what it may lie in; empty: the open net
     */
    public static boolean allowed(InetAddress address, List<Network> networks) {
        if (never(address)) {
            return false;
        }
        return networks.isEmpty() ? open(address) : contains(networks, meant(address));
    }

    /** The IPv4 address that an IPv6 one stands for: mapped, or translated by the NAT64 of the network. */
    private static InetAddress meant(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (!NAT64.contains(address) && !Arrays.equals(V4_MAPPED, Arrays.copyOf(bytes, 12))) {
            return address;
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static boolean contains(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::of).toList();
    }
}
