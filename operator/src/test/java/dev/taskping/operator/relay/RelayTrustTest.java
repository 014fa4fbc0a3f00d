package dev.taskping.operator.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which servers the operator takes for its relay. */
class RelayTrustTest {

    @TempDir
    static Path directory;

    private static final Vertx VERTX = Vertx.vertx();
    private static int port;

    @BeforeAll
    static void serve() throws Exception {
        for (String name : new String[] {"relay", "other"}) {
            new CertificateGenerator(directory, true)
                    .generate(new CertificateRequest()
                            .withName(name)
                            .withFormat(Format.PEM)
                            .withCN("localhost")
                            .withSubjectAlternativeName("DNS:localhost"));
        }
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(directory.resolve("relay.crt").toString())
                        .setKeyPath(directory.resolve("relay.key").toString()));
        port = VERTX.createHttpServer(options)
                .requestHandler(request -> request.response().end("hello"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void relayWithACertificateOfTheAuthorityIsTrusted() throws Exception {
        assertThat(get("relay-ca.crt", "localhost")).isEqualTo("hello");
    }

    @Test
    @Attack(
            by = Attacker.IMPOSTOR,
            tries = "to receive tokens and secrets with a certificate of another authority",
            gets = "the operator does not connect")
    void relayOfAnotherAuthorityIsNotTrusted() {
        assertThatThrownBy(() -> get("other-ca.crt", "localhost")).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    @Attack(
            by = Attacker.IMPOSTOR,
            tries = "to receive tokens and secrets with a certificate for another name",
            gets = "the operator does not connect")
    void relayByAnotherNameIsNotTrusted() {
        assertThatThrownBy(() -> get("relay-ca.crt", "127.0.0.1")).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void filesThatHoldNoAuthorityAreNamed() throws IOException {
        Path nothing = Files.writeString(directory.resolve("nothing.crt"), "");
        Path noise = Files.writeString(directory.resolve("noise.crt"), "-----BEGIN CERTIFICATE-----\n???\n");
        for (Path file : new Path[] {nothing, noise, directory.resolve("missing.crt")}) {
            assertThatThrownBy(() -> RelayTrust.in(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("TASKPING_RELAY_CA_FILE")
                    .hasMessageContaining(file.toString());
        }
    }

    private static String get(String authority, String host) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(RelayTrust.in(directory.resolve(authority)))
                .build()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("https://" + host + ":" + port + "/"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
