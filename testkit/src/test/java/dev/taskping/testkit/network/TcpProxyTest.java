package dev.taskping.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The network behaves as one that is cut, or that loses packets, and as a good one otherwise. */
class TcpProxyTest {

    private final List<ServerSocket> servers = new ArrayList<>();
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        proxy = TcpProxy.to(List.of(echo("one"), echo("two")));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        for (ServerSocket server : servers) {
            server.close();
        }
    }

    /** Answers each line with its own name and that line. */
    private int echo(String name) throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        servers.add(server);
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> answer(name, socket));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        return server.getLocalPort();
    }

    private static void answer(String name, Socket socket) {
        try (socket;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                socket.getOutputStream().write((name + " " + line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException broken) {
            return;
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static String say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        return read(socket);
    }

    private static String read(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next != '\n';
                next = socket.getInputStream().read()) {
            if (next < 0) {
                throw new SocketException("ended");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    @Test
    void connectionsTakeTurns() throws IOException {
        try (Socket first = connect();
                Socket second = connect()) {
            assertThat(List.of(say(first, "hello"), say(second, "hello")))
                    .containsExactlyInAnyOrder("one hello", "two hello");
        }
    }

    @Test
    void refusingServerIsSkipped() throws IOException {
        int port = servers.getFirst().getLocalPort();
        servers.getFirst().close();
        // A socket that somebody waits at closes a moment later.
        await().until(() -> refuses(port));

        try (Socket first = connect();
                Socket second = connect()) {
            assertThat(List.of(say(first, "a"), say(second, "b"))).containsExactly("two a", "two b");
        }
    }

    private static boolean refuses(int port) throws IOException {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !probe.isConnected();
        } catch (ConnectException refused) {
            return true;
        }
    }

    @Test
    void cutResetsOpenAndNewConnections() throws IOException {
        try (Socket before = connect()) {
            say(before, "hello");

            proxy.cut();

            assertThatThrownBy(() -> say(before, "again")).isInstanceOf(SocketException.class);
            try (Socket during = connect()) {
                assertThatThrownBy(() -> say(during, "hello")).isInstanceOf(SocketException.class);
            }
        }
        proxy.restore();
        try (Socket after = connect()) {
            assertThat(say(after, "hello")).endsWith("hello");
        }
    }

    @Test
    void stalledBytesArriveAfterwards() throws IOException {
        try (Socket socket = connect()) {
            say(socket, "hello");
            proxy.stall();
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> say(socket, "again")).isInstanceOf(SocketTimeoutException.class);

            proxy.restore();

            socket.setSoTimeout(5_000);
            assertThat(read(socket)).endsWith("again");
        }
    }
}
