package dev.taskping.relay.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.email.EmailAdapter;
import dev.taskping.relay.channel.email.EmailSettings;
import dev.taskping.relay.channel.email.EmailSettings.Security;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.security.MailTokens;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.simulator.http.HttpEndpoint;
import dev.taskping.testkit.simulator.http.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressGuardTest {

    private final EgressGuard guard = new EgressGuard(List.of("10.96.0.0/12", "*.svc.cluster.local", "fd12::/16"));

    @ParameterizedTest
    @ValueSource(strings = {"93.184.216.34", "8.8.8.8", "2606:4700::1111", "10.96.0.10", "10.111.255.1", "fd12::7"})
    void publicAndAllowedAddressesAreAccepted(String address) {
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
                "::a00:1",
                "::",
                "64:ff9b::a00:1",
                "64:ff9b:1::a00:1",
                "100::1",
                "192.0.2.1",
                "198.51.100.7",
                "203.0.113.7",
                "192.88.99.1",
                "198.19.0.1",
                "2001::1",
                "2001:db8::1",
                "fec0::1",
                "ff02::1",
                "2002:a00:1::",
                "224.0.0.1",
                "255.255.255.255"
            })
    @Attack(
            by = Attacker.CHANNEL_OWNER,
            tries = "to have the relay connect to private addresses",
            gets = "refused, unless `taskping.webhook.allowed-hosts` allows the address")
    void privateAddressIsRefusedWithTheCure(String address) {
        assertThatThrownBy(() -> guard.check(target("internal.example.org", address)))
                .isInstanceOf(AddressRefusedException.class)
                .hasMessageContaining("internal.example.org")
                .hasMessageContaining("taskping.webhook.allowed-hosts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.170.2",
                "fe80::1",
                "fd00:ec2::254",
                "fd00:ec2::23",
                "fd20:ce::254",
                "100.100.100.200",
                "168.63.129.16",
                "::ffff:169.254.169.254",
                "::169.254.169.254",
                "64:ff9b::169.254.169.254",
                "64:ff9b::168.63.129.16",
                "2002:a9fe:a9fe::1"
            })
    @Attack(
            by = Attacker.CHANNEL_OWNER,
            tries = "to have the relay connect to the cloud's metadata service",
            gets = "refused, whatever is allowed")
    void metadataServicesAreAlwaysRefused(String address) {
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
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/",
                "http://localhost:1/",
                "http://LOCALHOST:1/",
                "http://[::1]:1/",
                "http://[::ffff:127.0.0.1]:1/",
                "http://[::ffff:7f00:1]:1/",
                "http://[0:0:0:0:0:0:0:0]:1/",
                "http://2130706433:1/",
                "http://0x7f000001:1/",
                "http://0x7f.1:1/",
                "http://017700000001:1/",
                "http://127.1:1/",
                "http://0:1/",
                "http://0.0.0.0:1/",
                "http://１２７.０.０.１:1/",
                "http://127。0。0。1:1/",
                "http://example.com@127.0.0.1:1/",
                "http://example.com%40127.0.0.1:1/",
                "http://127.0.0.1:1\\@example.com/",
                "http://169.254.169.254:1/latest/meta-data/",
                "http://0xa9fea9fe:1/",
                "http://[fd00:ec2::254]:1/"
            })
    void anySpellingOfAPrivateAddressIsRefused(String url) {
        HttpUrl parsed = HttpUrl.parse(url);
        if (parsed == null) {
            // What cannot be understood cannot be connected to.
            assertThat(url).contains("%40");
            return;
        }
        // Java itself refuses spellings that C libraries read as octal or hexadecimal.
        assertThatThrownBy(() -> call(strict().client(), parsed))
                .isInstanceOfAny(AddressRefusedException.class, UnknownHostException.class);
    }

    @Test
    void checkedAddressIsTheConnectedOne() throws Exception {
        // A name that is allowed when somebody looks, and another when it matters.
        AtomicInteger lookups = new AtomicInteger();
        OkHttpClient rebound = new ChannelHttpClient(new EgressGuard(List.of("127.0.0.2")))
                .client()
                .newBuilder()
                .dns(name -> List.of(address(name, lookups.getAndIncrement() == 0 ? "127.0.0.2" : "127.0.0.1")))
                .build();
        HttpUrl url = HttpUrl.get("http://rebinding.example.org:1/");
        assertThatThrownBy(() -> call(rebound, url)).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> call(rebound, url))
                .isInstanceOf(AddressRefusedException.class)
                .hasMessageContaining("rebinding.example.org")
                .hasMessageContaining("127.0.0.1");
        assertThat(lookups).hasValue(2);
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (HttpEndpoint open = HttpEndpoint.start(
                0,
                request -> new Reply.Answer(
                        307, Map.of("Location", "http://169.254.169.254/latest/meta-data/"), new byte[0]))) {
            ChannelHttpClient http = new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1")));
            assertThat(call(http.client(), HttpUrl.get(open.uri().toString()))).isEqualTo(307);
        }
    }

    @Test
    void unresolvedNameIsRefused() {
        assertThatThrownBy(() -> guard.check(InetSocketAddress.createUnresolved("example.org", 80)))
                .isInstanceOf(AddressRefusedException.class);
    }

    @ParameterizedTest
    @EnumSource(Security.class)
    void mailServersAreGuarded(Security security) {
        EmailAdapter mail = new EmailAdapter(strict(), MailTokens.of(new byte[32]));
        EmailSettings settings = new EmailSettings(
                "localhost", 25, security, null, null, "taskping@example.org", List.of("mia@example.org"));
        assertThat(mail.send(settings, Samples.notification(Samples.succeeded("x"))))
                .isInstanceOfSatisfying(DeliveryResult.Rejected.class, rejected -> assertThat(rejected.reason())
                        .contains("localhost", "private address", "taskping.webhook.allowed-hosts"));
        assertThat(mail.check(settings).message()).contains("taskping.webhook.allowed-hosts");
    }

    private static ChannelHttpClient strict() {
        return new ChannelHttpClient(new EgressGuard(List.of()));
    }

    private static int call(OkHttpClient client, HttpUrl url) throws IOException {
        try (Response response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            return response.code();
        }
    }

    @Test
    void anUnreadableRangeIsNamed() {
        assertThatThrownBy(() -> new EgressGuard(List.of("10.0.0.0/99")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'10.0.0.0/99'");
    }

    private static InetSocketAddress target(String host, String address) throws UnknownHostException {
        return new InetSocketAddress(address(host, address), 443);
    }

    private static InetAddress address(String host, String address) throws UnknownHostException {
        return InetAddress.getByAddress(host, InetAddress.getByName(address).getAddress());
    }
}
