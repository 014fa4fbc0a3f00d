package dev.taskping.bench.load;

import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.channel.ChannelState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Slack channels, each of an app of its own, and requests to their hooks that no app signed. */
public final class HookChannels implements AutoCloseable {

    private static final int AT_ONCE = 8;
    private static final int OK = 200;

    private final ClusterRequests requests;

    /** In the name of a cluster that the relay knows. */
    public HookChannels(String cluster, String key) {
        this.requests = new ClusterRequests(cluster, key);
    }

    /** Registers so many channels and returns the addresses of their hooks. Nobody answers at their provider's address. */
    public List<URI> register(URI relay, int number) {
        try (ExecutorService operators = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<URI>> hooks = new ArrayList<>();
            for (int channel = 0; channel < number; channel++) {
                String name = "slack-" + channel;
                hooks.add(operators.submit(() -> register(relay, name)));
            }
            List<URI> addresses = new ArrayList<>();
            for (Future<URI> hook : hooks) {
                addresses.add(hook.get());
            }
            return addresses;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A channel could not be registered", e.getCause());
        }
    }

    private URI register(URI relay, String name) {
        HttpResponse<String> answer =
                requests.send(requests.signed(relay.resolve("/v1/channels/bench/" + name), "application/json")
                        .PUT(BodyPublishers.ofString(
                                """
                        {"settings":{"type":"slack","botToken":"xoxb-%1$s","channel":"C0123456789",
                        "signingSecret":"signing-secret-of-%1$s","apiUrl":"http://127.0.0.1:1"},"people":[]}"""
                                        .formatted(name)))
                        .build());
        if (answer.statusCode() != OK) {
            throw new IllegalStateException("Registering " + name + " was answered " + answer.body());
        }
        try {
            URI hook = ProtocolJson.mapper()
                    .readValue(answer.body(), ChannelState.class)
                    .hookUrl();
            return hook == null
                    ? relay.resolve("/hooks/slack/" + requests.cluster() + "/bench/" + name)
                    : relay.resolve(hook.getPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends what anybody could; returns the status of the answer. */
    public int forge(URI hook) {
        return requests.send(HttpRequest.newBuilder(hook)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-Slack-Signature", "v0=" + "0".repeat(64))
                        .header("X-Slack-Request-Timestamp", Long.toString(System.currentTimeMillis() / 1_000))
                        .POST(BodyPublishers.ofString(
                                "command=%2Ftaskping&text=status&user_id=U1&channel_id=C1&trigger_id=1"))
                        .build())
                .statusCode();
    }

    @Override
    public void close() {
        requests.close();
    }
}
