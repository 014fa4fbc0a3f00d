package dev.taskping.relay.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressGuardTest {

    private final EgressGuard guard = new EgressGuard(List.of("10.96.0.0/12", "*.svc.cluster.local", "fd12::/16"));

    @ParameterizedTest
    @ValueSource(strings = {"93.184.216.34", "8.8.8.8", "2606:4700::1111", "10.96.0.10", "10.111.255.1", "fd12::7"})
    void letsThroughWhatIsPublicOrAllowed(String address) {
        assertThatCode(() -> guard.check(target(address, address))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.3.4",
                "192.168.1.1",
                "100.64.0.1",
                "::1",
                "fc00::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::",
                "224.0.0.1",
                "255.255.255.255"
            })
    void refusesPrivateAddressesWithTheCure(String address) {
        assertThatThrownBy(() -> guard.check(target("internal.example.org", address)))
                .isInstanceOf(AddressRefusedException.class)
                .hasMessageContaining("internal.example.org")
                .hasMessageContaining("taskping.webhook.allowed-hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "fe80::1", "fd00:ec2::254", "::ffff:169.254.169.254"})
    void neverLetsAnybodyToMetadataServices(String address) {
        EgressGuard generous = new EgressGuard(List.of("0.0.0.0/0", "::/0", "metadata"));
        assertThatThrownBy(() -> generous.check(target("metadata", address)))
                .isInstanceOf(AddressRefusedException.class)
                .hasMessageContaining("never");
    }

    @Test
    void allowsHostsByName() {
        assertThatCode(() -> guard.check(target("sink.demo.svc.cluster.local", "10.0.0.9")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> guard.check(target("evilsvc.cluster.local", "10.0.0.9")))
                .isInstanceOf(AddressRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/", "http://localhost:1/", "http://[::1]:1/", "http://2130706433:1/"})
    void theClientAsksBeforeItConnects(String url) {
        ChannelHttpClient http = new ChannelHttpClient(new EgressGuard(List.of()));
        HttpUrl parsed = HttpUrl.get(URI.create(url));
        assertThat(parsed).isNotNull();
        assertThatThrownBy(() -> http.client()
                        .newCall(new Request.Builder().url(parsed).build())
                        .execute())
                .isInstanceOf(AddressRefusedException.class);
    }

    @Test
    void anUnreadableRangeIsNamed() {
        assertThatThrownBy(() -> new EgressGuard(List.of("10.0.0.0/99")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'10.0.0.0/99'");
    }

    private static InetSocketAddress target(String host, String address) throws UnknownHostException {
        return new InetSocketAddress(
                InetAddress.getByAddress(host, InetAddress.getByName(address).getAddress()), 443);
    }
}
