package dev.taskping.relay.tunnel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.FromRelay;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;
import dev.taskping.protocol.tunnel.TunnelVersion;
import dev.taskping.relay.TestCluster;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** The operator's end of a tunnel. */
public final class TunnelClient implements AutoCloseable {

    private static final ObjectMapper JSON = ProtocolJson.mapper();

    private final List<FromRelay> frames = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;

    public TunnelClient(URI tunnel, TestCluster cluster) {
        this(tunnel, cluster.token(), TunnelVersion.offered());
    }

    /**
     * Dials.
     *
     * @param token of the cluster
     * @param offered the subprotocols it knows; none: it is of version 1
     */
    TunnelClient(URI tunnel, String token, List<String> offered) {
        WebSocket.Builder builder = client.newWebSocketBuilder().header("Authorization", "Bearer " + token);
        if (!offered.isEmpty()) {
            builder.subprotocols(offered.getFirst(), offered.stream().skip(1).toArray(String[]::new));
        }
        socket = builder.buildAsync(URI.create(tunnel.toString().replaceFirst("^http", "ws")), new Listener())
                .join();
    }

    /** Launch commands received, repetitions included. */
    public List<LaunchCommand> commands() {
        return frames.stream()
                .filter(LaunchCommand.class::isInstance)
                .map(LaunchCommand.class::cast)
                .toList();
    }

    /** Commands of that id received, repetitions included. */
    public List<FromRelay> copies(String id) {
        return frames.stream().filter(frame -> frame.commandId().equals(id)).toList();
    }

    /** What was received, as it was written. */
    List<String> texts() {
        return texts;
    }

    /** The subprotocol that both ends agreed on; empty for none. */
    String subprotocol() {
        return socket.getSubprotocol();
    }

    public boolean isOpen() {
        return !socket.isInputClosed() && !socket.isOutputClosed();
    }

    /** Task commands received, repetitions included. */
    public List<TaskCommand> changes() {
        return frames.stream()
                .filter(TaskCommand.class::isInstance)
                .map(TaskCommand.class::cast)
                .toList();
    }

    /** Answers a command. */
    public void answer(CommandResult result) {
        try {
            say(JSON.writerFor(TunnelFrame.class).writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Sends anything. */
    void say(String text) {
        socket.sendText(text, true).join();
    }

    /** Breaks the connection without a closing handshake, like a crash. */
    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    texts.add(text.toString());
                    frames.add((FromRelay) JSON.readValue(text.toString(), TunnelFrame.class));
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            return WebSocket.Listener.super.onText(webSocket, data, last);
        }
    }
}
