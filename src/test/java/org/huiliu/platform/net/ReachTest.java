package org.huiliu.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as an attacker would write them. */
class ReachTest {
    private static final List<Network> EVERYTHING = List.of(Network.of("0.0.0.0/0"), Network.of("::/0"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "::",
                "169.254.169.254",
                "169.254.0.23",
                "fe80::1",
                "100.100.100.200",
                "192.0.0.192",
                "168.63.129.16",
                "fd00:ec2::254",
                "fd20:ce::254",
                "224.0.0.1",
                "255.255.255.255",
                "ff02::1",
                "::169.254.169.254",
                "::ffff:169.254.169.254",
                "::ffff:a9fe:a9fe",
                "64:ff9b::169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "2002:0a00:0001::",
                "2001:0:0:1::1",
                "::10.0.0.1",
                "192.88.99.1",
                "::ffff:0.0.0.0"
            })
    void nothingGoesToReservedAddressesEvenIfListed(String text) {
        assertThat(Reach.never(address(text))).isTrue();
        assertThat(Reach.allowed(address(text), EVERYTHING)).isFalse();
        assertThat(Reach.open(address(text))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "127.0.0.1",
                "127.8.8.8",
                "::1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "100.127.255.255",
                "198.18.0.1",
                "240.0.0.1",
                "192.0.2.1",
                "fd12::1",
                "fc00::1",
                "2001:db8::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::7f00:1",
                "fec0::1",
                "100::1"
            })
    void theOpenNetIsWithoutPrivateAddresses(String text) {
        assertThat(Reach.open(address(text))).isFalse();
        assertThat(Reach.allowed(address(text), List.of())).isFalse();
        assertThat(Reach.allowed(address(text), EVERYTHING)).as("listed").isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.1.1.1", "172.32.0.1", "100.63.255.255", "2400:3200::1", "64:ff9b::1.1.1.1", "::ffff:1.1.1.1"})
    void theOpenNetIsAllowedWithoutAList(String text) {
        assertThat(Reach.allowed(address(text), List.of())).isTrue();
        assertThat(Reach.allowed(address(text), List.of(Network.of("10.0.0.0/8"))))
                .as("not listed")
                .isFalse();
    }

    @Test
    void aCityNetworkIsAllowedInBothDresses() {
        List<Network> city = List.of(Network.of("10.20.0.0/16"), Network.of("fd12:3456::/32"));
        assertThat(Reach.allowed(address("10.20.255.1"), city)).isTrue();
        assertThat(Reach.allowed(address("64:ff9b::10.20.0.1"), city)).isTrue();
        assertThat(Reach.allowed(address("fd12:3456:1::1"), city)).isTrue();
        assertThat(Reach.allowed(address("10.21.0.1"), city)).isFalse();
        assertThat(Reach.allowed(address("fd12:3457::1"), city)).isFalse();
    }

    @Test
    void aMappedAddressMadeFromBytesIsJudgedByTheIpv4InIt() throws UnknownHostException {
        byte[] mapped = new byte[16];
        Arrays.fill(mapped, 10, 12, (byte) 0xFF);
        System.arraycopy(address("169.254.169.254").getAddress(), 0, mapped, 12, 4);
        assertThat(Reach.never(Inet6Address.getByAddress("x", mapped, 0))).isTrue();
    }

    @Test
    void aNetworkIsWrittenExactly() {
        assertThat(Network.parse("10.20.0.0/16"))
                .hasValueSatisfying(one -> assertThat(one.bits()).isEqualTo(16));
        assertThat(Network.parse("fd12::/16")).isPresent();
        for (String wrong : new String[] {
            "10.20.0.0", "10.20.0.1/16", "10.20.0.0/33", "10.20.0.0/-1", "10.20.0.0/016", "10.20/16", "fd12::1/16",
            "fd12::/129", "::ffff:10.0.0.0/104", "city.example/16", "/8", "", "10.20.0.0/16 ", "999.0.0.0/8"
        }) {
            assertThat(Network.parse(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void onlyAFullAddressIsTakenAsOne() {
        assertThat(Network.literal("[fd12::1]")).isPresent();
        assertThat(Network.literal("10.0.0.1")).isPresent();
        for (String name :
                new String[] {"127.1", "2130706433", "0177.0.0.1", "0x7f.0.0.1", "999.1.1.1", "a:b", "fe80::1%1"}) {
            assertThat(Network.literal(name)).as(name).isEmpty();
        }
    }

    private static InetAddress address(String text) {
        return Network.literal(text).orElseThrow(() -> new AssertionError(text));
    }
}
