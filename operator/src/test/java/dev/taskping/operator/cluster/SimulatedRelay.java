package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelOverview;
import dev.taskping.protocol.channel.ChannelRegistration;
import dev.taskping.protocol.channel.ChannelState;
import dev.taskping.protocol.channel.ChannelTestResult;
import dev.taskping.protocol.event.EventLimits;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.relay.EventIds;
import dev.taskping.protocol.relay.EventReceipt;
import dev.taskping.protocol.relay.RunningTasks;
import dev.taskping.protocol.relay.RunningTasks.RunningTask;
import dev.taskping.protocol.relay.UndeliveredMessages;
import dev.taskping.protocol.relay.UndeliveredMessages.TemplateFault;
import dev.taskping.protocol.relay.UndeliveredMessages.UndeliveredMessage;
import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelVersion;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.jspecify.annotations.Nullable;

/** Receives what an operator sends, in the relay's protocol, and records every copy of it. Delivers nothing to anybody. */
final class SimulatedRelay implements AutoCloseable {

    static final String CLUSTER = "test-cluster";
    static final String KEY = "a-key-that-only-tests-use-0123456789";

    private final ObjectMapper json = ProtocolJson.mapper();
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final JwtConsumer tokens = new JwtConsumerBuilder()
            .setVerificationKey(new HmacKey(KEY.getBytes(StandardCharsets.UTF_8)))
            .setExpectedIssuer(CLUSTER)
            .setExpectedSubject(CLUSTER)
            .setExpectedAudience("taskping-relay")
            .setRequireExpirationTime()
            .setMaxFutureValidityInMinutes(10)
            .build();

    private final List<TaskEvent> received = new CopyOnWriteArrayList<>();
    private final Map<String, TaskEvent> recorded = new ConcurrentHashMap<>();
    private final Map<String, ChannelRegistration> channels = new ConcurrentHashMap<>();
    private final List<String> forgotten = new CopyOnWriteArrayList<>();
    private final List<CommandResult> results = new CopyOnWriteArrayList<>();
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private volatile ChannelState answer =
            new ChannelState(true, "Verified", "The provider took our credentials", List.of());
    private final Map<String, ChannelState> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> tests = new ConcurrentHashMap<>();
    private volatile ChannelTestResult testAnswer =
            new ChannelTestResult(new UUID(0, 1), ChannelTestResult.State.PENDING, null, null);
    private volatile UndeliveredMessages undelivered = new UndeliveredMessages(List.of());
    private final Map<String, Predicate<TaskEvent>> rejected = new ConcurrentHashMap<>();
    private volatile boolean away;
    private volatile @Nullable ServerWebSocket tunnel;

    private SimulatedRelay() {
        HttpServerOptions options = new HttpServerOptions();
        TunnelVersion.offered().forEach(options::addWebSocketSubProtocol);
        server = vertx.createHttpServer(options)
                .requestHandler(request -> request.bodyHandler(body -> serve(request, body)))
                .webSocketHandler(this::accept);
    }

    static SimulatedRelay start() {
        SimulatedRelay receiver = new SimulatedRelay();
        receiver.server
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return receiver;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** From now on it answers 503 to everything, or no longer. */
    void away(boolean value) {
        away = value;
        ServerWebSocket open = tunnel;
        if (value && open != null) {
            open.close();
        }
    }

    /** From now on it rejects such events of that namespace. */
    void reject(String namespace, Predicate<TaskEvent> events) {
        rejected.put(namespace, events);
    }

    void answerChannels(ChannelState state) {
        answer = state;
    }

    /** What it says of one channel. */
    void answerChannel(ChannelKey channel, ChannelState state) {
        answers.put(path(channel), state);
    }

    /** What it says when asked about a test message. */
    void answerTests(ChannelTestResult.State state, @Nullable String reference, @Nullable String reason) {
        testAnswer = new ChannelTestResult(new UUID(0, 1), state, reference, reason);
    }

    /** How many test messages a channel was asked to send: requests of the same key are one. */
    long testsOf(ChannelKey channel) {
        return tests.keySet().stream()
                .filter(test -> test.startsWith(path(channel) + "/test "))
                .count();
    }

    static String path(ChannelKey channel) {
        return "/v1/channels/" + channel.namespace() + "/" + channel.name();
    }

    /** Every event of a namespace, each copy of it, in the order of arrival. */
    List<TaskEvent> received(String namespace) {
        return received.stream()
                .filter(event -> event.data().task().namespace().equals(namespace))
                .toList();
    }

    List<TaskEvent> finished(String namespace) {
        return received(namespace).stream()
                .filter(event -> event.type() == TaskEventType.FINISHED)
                .toList();
    }

    Optional<TaskEvent> finished(String namespace, String name) {
        List<TaskEvent> events = finished(namespace).stream()
                .filter(event -> event.data().task().name().equals(name))
                .toList();
        assertThat(events).as("copies of the end of %s", name).hasSizeLessThanOrEqualTo(1);
        return events.stream().findFirst();
    }

    List<Integer> batches() {
        return batches;
    }

    Map<String, ChannelRegistration> channels() {
        return channels;
    }

    List<String> forgotten() {
        return forgotten;
    }

    List<CommandResult> results() {
        return results;
    }

    boolean isTunnelOpen() {
        return tunnel != null;
    }

    /** Ends the tunnel; the operator has to dial again. */
    void cutTunnel() {
        ServerWebSocket open = tunnel;
        tunnel = null;
        if (open != null) {
            open.close((short) 1001, "cut by the test");
        }
    }

    void send(TunnelFrame.FromRelay command) {
        say(write(command));
    }

    /** Sends anything. */
    void say(String text) {
        ServerWebSocket open = tunnel;
        if (open == null) {
            throw new IllegalStateException("There is no tunnel");
        }
        open.writeTextMessage(text).toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void accept(ServerWebSocket socket) {
        if (away || !isSigned(socket.headers().get("Authorization"))) {
            socket.reject(away ? 503 : 401);
            return;
        }
        tunnel = socket;
        socket.closeHandler(closed -> tunnel = tunnel == socket ? null : tunnel);
        socket.textMessageHandler(text -> {
            if (read(text.getBytes(StandardCharsets.UTF_8), new TypeReference<TunnelFrame>() {})
                    instanceof CommandResult result) {
                results.add(result);
            }
        });
    }

    /** What it says when asked which messages reached nobody. */
    void undelivered(UndeliveredMessage... messages) {
        undelivered = new UndeliveredMessages(List.of(messages));
    }

    /** What it says when asked which templates could not be used. */
    void templateFaults(TemplateFault... faults) {
        undelivered = new UndeliveredMessages(List.of(), List.of(faults));
    }

    private void serve(HttpServerRequest request, Buffer body) {
        if (away) {
            request.response().setStatusCode(503).end();
            return;
        }
        if (!isSigned(request.getHeader("Authorization"))) {
            request.response().setStatusCode(401).end();
            return;
        }
        String path = request.path();
        switch (request.method().name() + " " + path) {
            case "POST /v1/events" -> reply(request, record(read(body.getBytes(), new TypeReference<>() {})));
            case "POST /v1/events/missing" -> reply(request, missing(read(body.getBytes(), new TypeReference<>() {})));
            case "GET /v1/tasks/running" -> reply(request, running());
            case "GET /v1/deliveries/undelivered" -> reply(request, undelivered);
            case "GET /v1/channels" -> reply(request, overview());
            default -> channel(request, path, body);
        }
    }

    private ChannelOverview overview() {
        return new ChannelOverview(channels.keySet().stream()
                .map(path -> {
                    String[] parts = path.split("/");
                    ChannelState state = answers.getOrDefault(path, answer);
                    return new ChannelOverview.Entry(
                            new ChannelKey(parts[3], parts[4]),
                            state.ready(),
                            state.reason(),
                            state.message(),
                            state.trouble());
                })
                .toList());
    }

    private void channel(HttpServerRequest request, String path, Buffer body) {
        switch (request.method().name()) {
            case "POST" -> {
                tests.merge(path + " " + request.getHeader(ChannelTestResult.IDEMPOTENCY_KEY), 1, Integer::sum);
                reply(request, testAnswer);
            }
            case "PUT" -> {
                channels.put(path, read(body.getBytes(), new TypeReference<>() {}));
                reply(request, answers.getOrDefault(path, answer));
            }
            case "GET" -> reply(request, answers.getOrDefault(path, answer));
            case "DELETE" -> {
                channels.remove(path);
                forgotten.add(path);
                request.response().setStatusCode(204).end();
            }
            default -> request.response().setStatusCode(404).end();
        }
    }

    private List<EventReceipt> record(List<TaskEvent> events) {
        batches.add(events.size());
        List<EventReceipt> verdicts = new ArrayList<>();
        for (TaskEvent event : events) {
            if (isTooLarge(event)
                    || rejected.getOrDefault(event.data().task().namespace(), any -> false)
                            .test(event)) {
                verdicts.add(new EventReceipt(event.id(), EventReceipt.Status.REJECTED, "data: is not accepted"));
                continue;
            }
            received.add(event);
            boolean known = recorded.putIfAbsent(event.id(), event) != null;
            verdicts.add(new EventReceipt(
                    event.id(), known ? EventReceipt.Status.DUPLICATE : EventReceipt.Status.ACCEPTED, null));
        }
        return verdicts;
    }

    private static boolean isTooLarge(TaskEvent event) {
        return event.data().route().size() > EventLimits.ROUTES
                || event.data().next().size() > EventLimits.NEXT
                || event.data().task().labels().size() > EventLimits.LABELS;
    }

    private EventIds missing(EventIds asked) {
        return new EventIds(
                asked.ids().stream().filter(id -> !recorded.containsKey(id)).toList());
    }

    private RunningTasks running() {
        return new RunningTasks(
                recorded.values().stream()
                        .filter(event -> event.type() == TaskEventType.STARTED
                                && !recorded.containsKey(event.subject() + "/0/finished"))
                        .map(event -> new RunningTask(
                                event.data().task(),
                                event.data().timing().started(),
                                event.data().finishRoute()))
                        .toList(),
                null);
    }

    private boolean isSigned(@Nullable String authorization) {
        try {
            tokens.processToClaims(Optional.ofNullable(authorization).orElse("").replaceFirst("^Bearer ", ""));
            return true;
        } catch (InvalidJwtException e) {
            return false;
        }
    }

    private void reply(HttpServerRequest request, Object answer) {
        request.response().putHeader("Content-Type", "application/json").end(write(answer));
    }

    private String write(Object value) {
        try {
            return value instanceof TunnelFrame
                    ? json.writerFor(TunnelFrame.class).writeValueAsString(value)
                    : json.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T read(byte[] body, TypeReference<T> type) {
        try {
            return json.readValue(body, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
