package dev.taskping.testkit.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that are started again on the same one. */
public final class FreePort {

    /** Below what the kernel hands out to outgoing connections (ip_local_port_range, 32768 and up), which could take it. */
    private static final int FIRST = 12_000;

    private static final int LAST = 20_000;
    private static final int ATTEMPTS = 200;

    private FreePort() {}

    /**
     * A loopback port that nobody listens on now and that no outgoing connection is given.
     *
     * @throws IllegalStateException if there is none
     */
    public static int find() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port from " + FIRST + " to " + LAST + " in " + ATTEMPTS + " attempts");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
