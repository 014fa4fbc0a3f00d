package dev.taskping.operator.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.protocol.tunnel.TunnelVersion;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One connection of the tunnel, against servers of several kinds. */
class TunnelConnectionTest {

    private static final Duration PING = Duration.ofMillis(500);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger pings = new AtomicInteger();
    private final CompletableFuture<ServerWebSocket> accepted = new CompletableFuture<>();

    @AfterEach
    void stop() {
        client.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int serve(List<String> subprotocols) {
        HttpServerOptions options = new HttpServerOptions().setMaxWebSocketMessageSize(1 << 20);
        subprotocols.forEach(options::addWebSocketSubProtocol);
        HttpServer server = vertx.createHttpServer(options).webSocketHandler(socket -> {
            socket.frameHandler(frame -> {
                if (frame.isPing()) {
                    pings.incrementAndGet();
                }
            });
            accepted.complete(socket);
        });
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private TunnelConnection dial(int port) {
        TunnelConnection connection = new TunnelConnection(received::add, PING);
        client.newWebSocketBuilder()
                .subprotocols(
                        TunnelVersion.offered().getFirst(),
                        TunnelVersion.offered().stream().skip(1).toArray(String[]::new))
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), connection)
                .join();
        return connection;
    }

    @Test
    void bothEndsAgreeOnTheNewestCommonVersion() {
        assertThat(dial(serve(List.of("taskping.v4", "taskping.v3", "taskping.v2", "taskping.v1")))
                        .version())
                .isEqualTo(TunnelVersion.V3);
        assertThat(dial(serve(List.of("taskping.v2", "taskping.v1"))).version()).isEqualTo(TunnelVersion.V2);
        assertThat(dial(serve(List.of("taskping.v1"))).version()).isEqualTo(TunnelVersion.V1);
        assertThat(dial(serve(List.of())).version()).isEqualTo(TunnelVersion.V1);
    }

    @Test
    void idleConnectionIsPingedAndStaysOpen() {
        TunnelConnection connection = dial(serve(TunnelVersion.offered()));
        CompletableFuture<String> end = end(connection);
        await().until(() -> pings.get() >= 5);
        assertThat(end).isNotDone();
        connection.close();
        await().until(end::isDone);
    }

    @Test
    void tooLongFrameIsIgnored() {
        TunnelConnection connection = dial(serve(TunnelVersion.offered()));
        CompletableFuture<String> end = end(connection);
        accepted.join().writeTextMessage("x".repeat(300_000));
        accepted.join().writeTextMessage("next");
        await().until(() -> received.contains("next"));
        assertThat(received).containsExactly("next");
        assertThat(end).isNotDone();
        connection.close();
    }

    /** As a proxy does that forgot a connection: bytes go in and none come out. */
    @Test
    void silentConnectionIsClosed() {
        int relay = serve(TunnelVersion.offered());
        CompletableFuture<Runnable> mute = new CompletableFuture<>();
        NetServer proxy = vertx.createNetServer().connectHandler(near -> {
            near.pause();
            vertx.createNetClient().connect(relay, "127.0.0.1").onSuccess(far -> {
                near.handler(far::write);
                far.handler(near::write);
                mute.complete(() -> far.handler(bytes -> {}));
                near.resume();
            });
        });
        int port = proxy.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        CompletableFuture<String> end = end(dial(port));
        mute.join().run();
        await().until(end::isDone);
        assertThat(end.join()).startsWith("no sign of life for");
    }

    private static CompletableFuture<String> end(TunnelConnection connection) {
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                end.complete(connection.untilClosed());
            } catch (InterruptedException e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }
}
