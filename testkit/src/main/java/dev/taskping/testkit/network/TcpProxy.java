package dev.taskping.testkit.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Passes TCP connections on to servers of this machine, taking turns; a server that refuses is skipped, as a load balancer
 * with a health check would. Can be cut and can stall.
 *
 * <p>Considered: Toxiproxy. It passes on to one server only, so that a load balancer would have to stand before it.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int BACKLOG = 512;

    private enum State {
        OPEN,
        /** Connections stay and nothing passes. */
        STALLED,
        /** Connections are reset. */
        CUT
    }

    private final ServerSocket listener;
    private final List<Integer> servers;
    private final AtomicInteger turn = new AtomicInteger();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile State state = State.OPEN;

    private TcpProxy(List<Integer> servers) {
        this.servers = List.copyOf(servers);
        try {
            listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("No port to listen on", e);
        }
        Thread.ofPlatform().daemon().name("proxy-" + port()).start(this::accept);
    }

    /** Listens on a free loopback port and passes on to these loopback ports. */
    public static TcpProxy to(List<Integer> servers) {
        return new TcpProxy(servers);
    }

    /** The port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Resets every connection, and every new one, until {@link #restore()}. */
    public void cut() {
        become(State.CUT);
        sockets.forEach(TcpProxy::reset);
    }

    /** Accepts connections and passes nothing in either direction until {@link #restore()}, as if packets were lost. */
    public void stall() {
        become(State.STALLED);
    }

    /** Everything passes again. What was held back by {@link #stall()} arrives now. */
    public void restore() {
        become(State.OPEN);
    }

    private void become(State next) {
        lock.lock();
        try {
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                start(() -> serve(client));
            } catch (IOException lost) {
                // One connection less, or the listener is closed.
            }
        }
    }

    /** Threads of the system: whatever the tests' own virtual threads do, the network does not depend on it. */
    private Thread start(Runnable work) {
        return Thread.ofPlatform().daemon().name("proxy-" + port()).start(work);
    }

    private void serve(Socket client) {
        sockets.add(client);
        Socket server = null;
        try {
            awaitPassage();
            server = connect();
            if (server == null) {
                reset(client);
                return;
            }
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Socket connected = server;
            Thread back = start(() -> pump(connected, client));
            pump(client, server);
            back.join();
        } catch (IOException broken) {
            reset(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            discard(client);
            discard(server);
        }
    }

    private @Nullable Socket connect() {
        int first = turn.getAndIncrement();
        for (int attempt = 0; attempt < servers.size(); attempt++) {
            int port = servers.get(Math.floorMod(first + attempt, servers.size()));
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException refused) {
                continue;
            }
        }
        return null;
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int count = from.getInputStream().read(buffer);
                    count >= 0;
                    count = from.getInputStream().read(buffer)) {
                awaitPassage();
                to.getOutputStream().write(buffer, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            reset(from);
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitPassage() throws IOException, InterruptedException {
        if (state == State.OPEN) {
            return;
        }
        lock.lock();
        try {
            while (state == State.STALLED) {
                changed.await();
            }
            if (state == State.CUT) {
                throw new IOException("cut");
            }
        } finally {
            lock.unlock();
        }
    }

    /** A connection closed without lingering is reset (RFC 9293, 3.6; socket(7), SO_LINGER). */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            return;
        }
    }

    /** What was written still arrives. */
    private void discard(@Nullable Socket socket) {
        if (socket == null) {
            return;
        }
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            return;
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
