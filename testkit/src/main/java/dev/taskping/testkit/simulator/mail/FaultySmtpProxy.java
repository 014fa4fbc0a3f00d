package dev.taskping.testkit.simulator.mail;

import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.http.FaultPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Stands in front of a mail server, passes on what it says without TLS, and misbehaves when told to. Operations of its fault
 * plan are SMTP's commands ({@code MAIL}, {@code RCPT}, {@code DATA}…), and {@code CONNECT} for the greeting. A
 * {@link Fault.Status} becomes {@code 451}, which is how SMTP says "not now"; a {@link Fault.Refusal} is said as it is.
 */
public final class FaultySmtpProxy implements AutoCloseable {

    private static final String GREETING = "CONNECT";

    private final FaultPlan faults = new FaultPlan();
    private final int serverPort;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);

    private FaultySmtpProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        threads.execute(this::accept);
    }

    /** One on a free port of this machine, before a mail server on another. */
    public static FaultySmtpProxy before(int serverPort) {
        try {
            return new FaultySmtpProxy(serverPort);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen for SMTP", e);
        }
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Makes coming commands fail. */
    public FaultPlan faults() {
        return faults;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            new Conversation(client, server).run();
        } catch (IOException e) {
            // One side hung up; so does the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection, line by line: SMTP is a question and an answer at a time. */
    private final class Conversation {
        private final BufferedReader fromClient;
        private final BufferedReader fromServer;
        private final OutputStream toClient;
        private final OutputStream toServer;

        Conversation(Socket client, Socket server) throws IOException {
            fromClient = reader(client);
            fromServer = reader(server);
            toClient = client.getOutputStream();
            toServer = server.getOutputStream();
        }

        void run() throws IOException, InterruptedException {
            if (misbehaves(GREETING) || !answer()) {
                return;
            }
            for (String line = fromClient.readLine(); line != null; line = fromClient.readLine()) {
                String command = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
                if (misbehaves(command)) {
                    return;
                }
                say(toServer, line);
                if (!answer()) {
                    return;
                }
                if (command.equals("DATA")) {
                    content();
                }
            }
        }

        private void content() throws IOException {
            for (String line = fromClient.readLine(); line != null; line = fromClient.readLine()) {
                say(toServer, line);
                if (line.equals(".")) {
                    answer();
                    return;
                }
            }
        }

        /** Passes one answer on; its last line has no dash after the code. */
        private boolean answer() throws IOException {
            for (String line = fromServer.readLine(); line != null; line = fromServer.readLine()) {
                say(toClient, line);
                if (line.length() < 4 || line.charAt(3) != '-') {
                    return true;
                }
            }
            return false;
        }

        private boolean misbehaves(String command) throws IOException, InterruptedException {
            Optional<Fault> fault = faults.take(command);
            if (fault.isEmpty()) {
                return false;
            }
            switch (fault.get()) {
                case Fault.Status status -> say(toClient, "451 4.3.0 Not now, said a " + status.code());
                case Fault.Refusal refusal -> say(toClient, refusal.code() + " " + refusal.description());
                case Fault.Hang hang -> closed.await(hang.duration().toMillis(), TimeUnit.MILLISECONDS);
                case Fault.Reset reset -> {}
                case Fault.ResetAfterAccept reset -> say(toServer, command);
            }
            return true;
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    private static void say(OutputStream to, String line) throws IOException {
        to.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        to.flush();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot stop to listen for SMTP", e);
        }
        threads.shutdownNow();
    }
}
