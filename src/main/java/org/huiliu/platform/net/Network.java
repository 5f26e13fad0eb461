package org.huiliu.platform.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A network in CIDR notation, for example {@code 10.20.0.0/16} or {@code fd12:3456::/32}. */
public final class Network {
    private static final Pattern BITS = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern V6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]{2,45}");

    private final byte[] base;
    private final int bits;
    private final String text;

    private Network(byte[] base, int bits, String text) {
        this.base = base;
        this.bits = bits;
        this.text = text;
    }

    /** A network, empty when the text is none: no prefix length, bits beyond it, or an IPv4 address in IPv6 dress. */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !BITS.matcher(text.substring(slash + 1)).matches()) {
            return Optional.empty();
        }
        byte[] base =
                literal(text.substring(0, slash)).map(InetAddress::getAddress).orElse(null);
        int bits = Integer.parseInt(text.substring(slash + 1));
        return base == null || bits > 8 * base.length || !Arrays.equals(base, masked(base, bits))
                ? Optional.empty()
                : Optional.of(new Network(base, bits, text));
    }

    /**
     * A network that is known to be one.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Network of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text + " is no network in CIDR notation"));
    }

    /** The address that a text spells out, in brackets or not; empty for a name and for anything in a short form. */
    public static Optional<InetAddress> literal(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (!V4.matcher(bare).matches() && !V6.matcher(bare).matches()) {
            return Optional.empty();
        }
        try {
            // a text of this form is never looked up
            return Optional.of(InetAddress.getByName(bare));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether the address lies in it. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == base.length && Arrays.equals(masked(bytes, bits), base);
    }

    /** How many bits its prefix has. */
    public int bits() {
        return bits;
    }

    /** Whether it is of IPv4. */
    public boolean v4() {
        return base.length == 4;
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = new byte[address.length];
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.max(0, Math.min(8, bits - 8 * i));
            masked[i] = (byte) (address[i] & 0xFF << 8 - kept);
        }
        return masked;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Network that && bits == that.bits && Arrays.equals(base, that.base);
    }

    @Override
    public int hashCode() {
        return 31 * bits + Arrays.hashCode(base);
    }

    @Override
    public String toString() {
        return text;
    }
}
