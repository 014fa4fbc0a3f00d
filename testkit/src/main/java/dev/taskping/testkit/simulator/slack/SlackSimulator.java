package dev.taskping.testkit.simulator.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.http.FaultPlan;
import dev.taskping.testkit.simulator.http.HttpEndpoint;
import dev.taskping.testkit.simulator.http.Reply;
import dev.taskping.testkit.simulator.http.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Slack workspace with one app: its bot, and an incoming webhook of one channel. It speaks the Web API with the documented
 * limits and errors, and signs what it pushes; for people it has methods.
 *
 * <p>Not simulated: other blocks than header, section, divider, rich text and actions; direct messages; tokens that rotate.
 */
public final class SlackSimulator implements AutoCloseable {

    /** The channel that is there from the start. */
    public static final String CHANNEL = "C0123456789";

    private static final String WEBHOOK = "/services/T0000000001/B0000000001/simulated-webhook-token-0000";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SlackWorkspace workspace = new SlackWorkspace();
    private final SlackMethods methods = new SlackMethods(workspace);
    private final SlackRequests requests = new SlackRequests("8f742231b10e8888abcd99yyyzzz85a5");
    private final List<String> whispers = new CopyOnWriteArrayList<>();
    private final ChannelLimits limits;
    private final FaultPlan faults = new FaultPlan();
    private final ConcurrentHashMap<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final HttpEndpoint endpoint;
    private volatile String token;
    private volatile boolean webhookRemoved;

    private SlackSimulator(int port, String token, boolean limited) {
        this.token = token;
        this.limits = new ChannelLimits(limited);
        workspace.addChannel(CHANNEL, "ml-runs");
        this.endpoint = HttpEndpoint.start(port, this::handle);
    }

    /**
     * Starts it.
     *
     * @param port a port, or 0 for a free one
     * @param token the only bot token it accepts
     * @param limited whether rate limits are enforced
     */
    public static SlackSimulator start(int port, String token, boolean limited) {
        return new SlackSimulator(port, token, limited);
    }

    /** One on a free port with a token of its own and no rate limits. */
    public static SlackSimulator start() {
        return start(0, "xoxb-simulated-slack-bot-token-0000", false);
    }

    /** What goes where {@code https://slack.com} would. */
    public URI url() {
        return endpoint.uri();
    }

    /** The bot's token. */
    public String token() {
        return token;
    }

    /** The incoming webhook of {@link #CHANNEL}. */
    public URI webhookUrl() {
        return endpoint.uri().resolve(WEBHOOK);
    }

    /** Makes coming calls fail; the operation is a method's name, {@code incomingWebhook} or {@code upload}. */
    public FaultPlan faults() {
        return faults;
    }

    /** How often an operation was called, failures included. */
    public int calls(String operation) {
        AtomicInteger count = calls.get(operation);
        return count == null ? 0 : count.get();
    }

    /** The channels, oldest first. */
    public List<String> channels() {
        return workspace.channels();
    }

    /** A channel's name. */
    public String title(String channel) {
        return "#" + workspace.name(channel);
    }

    /** What stands in a channel and its threads now, oldest first. */
    public List<SlackMessage> messages(String channel) {
        return workspace.messages(channel);
    }

    /** A person deletes a message. */
    public void delete(String channel, String timestamp) {
        workspace.delete(channel, timestamp);
    }

    /** The time in which the workspace lets a message be edited is over. */
    public void closeEditing(String timestamp) {
        workspace.freeze(timestamp);
    }

    /** A person archives a channel. */
    public void archive(String channel) {
        workspace.archive(channel);
    }

    /** A person removes the bot from a channel. */
    public void removeBot(String channel) {
        workspace.removeBot(channel);
    }

    /** The app is installed again without a scope. */
    public void removeScope(String scope) {
        methods.removeScope(scope);
    }

    /** An administrator revokes the bot's token. */
    public void revokeToken() {
        token = "";
    }

    /** Somebody removes the incoming webhook. */
    public void removeWebhook() {
        webhookRemoved = true;
    }

    /** The app's signing secret. */
    public String signingSecret() {
        return requests.secret();
    }

    /**
     * A person presses a button.
     *
     * @param endpoint the app's Request URL
     * @param user the person's id
     */
    public String press(URI endpoint, String user, SlackMessage message, String label) {
        SlackMessage.SlackButton pressed = message.buttons().stream()
                .filter(button -> button.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Message " + message.timestamp() + " has no button '"
                        + label + "'; it has " + message.buttonLabels()));
        return requests.press(endpoint, responseUrl(), user, message, pressed);
    }

    /** A person gives the app's slash command with some words, a while ago. */
    public String command(URI endpoint, String user, String channel, String words, Duration age) {
        return requests.command(endpoint, responseUrl(), user, channel, words, age);
    }

    private URI responseUrl() {
        return endpoint.uri().resolve("/actions/response");
    }

    /** What only the person saw who pressed a button, oldest first. */
    public List<String> whispers() {
        return List.copyOf(whispers);
    }

    private Reply handle(Request request) {
        String path = request.path();
        String operation = path.startsWith("/api/")
                ? path.substring("/api/".length())
                : path.startsWith("/services/")
                        ? "incomingWebhook"
                        : path.startsWith("/actions/") ? "response" : "upload";
        calls.computeIfAbsent(operation, name -> new AtomicInteger()).incrementAndGet();
        Optional<Fault> fault = faults.take(operation);
        if (fault.isPresent() && !(fault.get() instanceof Fault.ResetAfterAccept)) {
            return SlackReplies.failure(operation, fault.get());
        }
        Reply reply =
                switch (operation) {
                    case "incomingWebhook" -> webhook(request);
                    case "upload" -> upload(request);
                    case "response" -> response(request);
                    default -> call(operation, request);
                };
        return fault.isPresent() ? new Reply.Break(Duration.ZERO) : reply;
    }

    private Reply call(String method, Request request) {
        try {
            String presented = request.header("authorization").orElse("").replaceFirst("^Bearer ", "");
            if (presented.isEmpty() || !presented.equals(token)) {
                throw new SlackError(presented.isEmpty() ? "not_authed" : "invalid_auth");
            }
            JsonNode arguments = arguments(method, request);
            if (method.startsWith("chat.")
                    && !limits.take(arguments.path("channel").asText())) {
                return SlackReplies.tooMany(Duration.ofSeconds(1));
            }
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("ok", true);
            body.setAll(methods.call(method, arguments, endpoint.uri().toString()));
            return new Reply.Answer(
                    200,
                    Map.of("Content-Type", "application/json; charset=utf-8", "X-OAuth-Scopes", methods.scopes()),
                    body.toString().getBytes(StandardCharsets.UTF_8));
        } catch (SlackError e) {
            return SlackReplies.error(e);
        }
    }

    /** Methods that only read, and those about uploads' places, take forms; {@code chat.*} takes JSON. */
    private static JsonNode arguments(String method, Request request) {
        if (request.mediaType().equals("application/x-www-form-urlencoded")) {
            ObjectNode fields = JsonNodeFactory.instance.objectNode();
            Request.fields(request.text()).forEach(fields::put);
            return fields;
        }
        boolean takesJson = method.startsWith("chat.") || method.equals("files.completeUploadExternal");
        if (!request.mediaType().equals("application/json") || !takesJson) {
            throw new SlackError("invalid_post_type");
        }
        return json(request).orElseThrow(() -> new SlackError("invalid_json"));
    }

    private static Optional<JsonNode> json(Request request) {
        try {
            return Optional.of(JSON.readTree(request.text()));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** "Sending messages using incoming webhooks": plain text, and a status that says more than the Web API's. */
    private Reply webhook(Request request) {
        if (webhookRemoved || !request.path().equals(WEBHOOK)) {
            return Reply.of(404, "text/plain", "no_service");
        }
        Optional<JsonNode> message = json(request);
        if (message.isEmpty()) {
            return Reply.of(400, "text/plain", "invalid_payload");
        }
        if (!limits.take(CHANNEL)) {
            return SlackReplies.tooMany(Duration.ofSeconds(1));
        }
        try {
            workspace.open(CHANNEL);
            workspace.write(CHANNEL, true, SlackContent.of(message.get()), null, "");
            return Reply.of(200, "text/plain", "ok");
        } catch (SlackError e) {
            return switch (e.code()) {
                case "is_archived" -> Reply.of(410, "text/plain", "channel_is_archived");
                default -> Reply.of(400, "text/plain", e.code());
            };
        }
    }

    /** "Handling user interaction": words for one person. */
    private Reply response(Request request) {
        JsonNode message = json(request).orElse(JsonNodeFactory.instance.objectNode());
        if (!message.path("response_type").asText().equals("ephemeral")) {
            return Reply.of(400, "text/plain", "invalid_payload");
        }
        whispers.add(SlackContent.of(message).text());
        return Reply.of(200, "text/plain", "ok");
    }

    private Reply upload(Request request) {
        String id = request.path().substring(request.path().lastIndexOf('/') + 1);
        return methods.upload(id, request.body())
                ? Reply.of(200, "text/plain", "OK - " + request.body().length)
                : Reply.of(400, "text/plain", "The file is not what was announced");
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
