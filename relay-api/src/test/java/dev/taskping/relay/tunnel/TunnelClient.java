package dev.taskping.relay.tunnel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;
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

    private final List<LaunchCommand> commands = new CopyOnWriteArrayList<>();
    private final List<TaskCommand> changes = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;

    /** Connects. */
    public TunnelClient(URI tunnel, TestCluster cluster) {
        socket = client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + cluster.token())
                .buildAsync(URI.create(tunnel.toString().replaceFirst("^http", "ws")), new Listener())
                .join();
    }

    /** Commands received, repetitions included. */
    public List<LaunchCommand> commands() {
        return commands;
    }

    /** What is to be done about tasks, repetitions included. */
    public List<TaskCommand> changes() {
        return changes;
    }

    /** Answers a command. */
    public void answer(CommandResult result) {
        try {
            socket.sendText(JSON.writerFor(TunnelFrame.class).writeValueAsString(result), true)
                    .join();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Breaks off without a word, as a crash does. */
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
                    switch (JSON.readValue(text.toString(), TunnelFrame.class)) {
                        case LaunchCommand launch -> commands.add(launch);
                        case TaskCommand change -> changes.add(change);
                        case CommandResult result -> throw new IllegalStateException("A relay sends no results");
                    }
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            return WebSocket.Listener.super.onText(webSocket, data, last);
        }
    }
}
