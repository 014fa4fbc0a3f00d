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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Slack workspace with one app: its bot, and an incoming webhook of one channel. It speaks the Web API with the documented
 * limits and errors; for people it has methods.
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

    private Reply handle(Request request) {
        String path = request.path();
        String operation = path.startsWith("/api/")
                ? path.substring("/api/".length())
                : path.startsWith("/services/") ? "incomingWebhook" : "upload";
        calls.computeIfAbsent(operation, name -> new AtomicInteger()).incrementAndGet();
        Optional<Fault> fault = faults.take(operation);
        if (fault.isPresent() && !(fault.get() instanceof Fault.ResetAfterAccept)) {
            return failure(operation, fault.get());
        }
        Reply reply =
                switch (operation) {
                    case "incomingWebhook" -> webhook(request);
                    case "upload" -> upload(request);
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
                return tooMany(Duration.ofSeconds(1));
            }
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("ok", true);
            body.setAll(methods.call(method, arguments, endpoint.uri().toString()));
            return new Reply.Answer(
                    200,
                    Map.of("Content-Type", "application/json; charset=utf-8", "X-OAuth-Scopes", methods.scopes()),
                    body.toString().getBytes(StandardCharsets.UTF_8));
        } catch (SlackError e) {
            return error(e);
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
            return tooMany(Duration.ofSeconds(1));
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

    private Reply upload(Request request) {
        String id = request.path().substring(request.path().lastIndexOf('/') + 1);
        return methods.upload(id, request.body())
                ? Reply.of(200, "text/plain", "OK - " + request.body().length)
                : Reply.of(400, "text/plain", "The file is not what was announced");
    }

    private static Reply failure(String operation, Fault fault) {
        return switch (fault) {
            case Fault.Status status
            when status.code() == 429 ->
                tooMany(status.retryAfter() == null ? Duration.ofSeconds(1) : status.retryAfter());
            case Fault.Status status -> Reply.of(status.code(), "text/html", "<html>Server Error</html>");
            case Fault.Refusal refusal
            when operation.equals("incomingWebhook") -> Reply.of(refusal.code(), "text/plain", refusal.description());
            case Fault.Refusal refusal
            when refusal.code() >= 500 -> Reply.of(refusal.code(), "text/plain", refusal.description());
            case Fault.Refusal refusal -> error(new SlackError(refusal.description()));
            case Fault.Hang hang -> new Reply.Break(hang.duration());
            case Fault.Reset reset -> new Reply.Break(Duration.ZERO);
            case Fault.ResetAfterAccept reset -> new Reply.Break(Duration.ZERO);
        };
    }

    private static Reply tooMany(Duration wait) {
        return new Reply.Answer(
                429,
                Map.of(
                        "Content-Type",
                        "application/json; charset=utf-8",
                        "Retry-After",
                        Long.toString(wait.toSeconds())),
                "{\"ok\":false,\"error\":\"ratelimited\"}".getBytes(StandardCharsets.UTF_8));
    }

    private static Reply error(SlackError error) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("ok", false).put("error", error.code());
        if (error.code().equals("missing_scope")) {
            body.put("needed", error.detail());
        } else if (!error.detail().isEmpty()) {
            body.putObject("response_metadata").putArray("messages").add("[ERROR] " + error.detail());
        }
        return Reply.json(200, body.toString());
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
