package dev.taskping.testkit.simulator.discord;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.taskping.testkit.simulator.discord.DiscordServer.Forbidden;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.http.FaultPlan;
import dev.taskping.testkit.simulator.http.HttpEndpoint;
import dev.taskping.testkit.simulator.http.Reply;
import dev.taskping.testkit.simulator.http.Request;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Discord with one application: its bot, and an incoming webhook of one channel. It speaks API v10 with the documented
 * limits, rate-limit headers and errors, and signs interactions; for people it has methods.
 *
 * <p>Not simulated: the gateway, threads, other components than buttons, whole kinds of Markdown that only change how words
 * look.
 */
public final class DiscordSimulator implements AutoCloseable {

    /** The channel that is there from the start. */
    public static final String CHANNEL = "1000000000000000001";

    private final DiscordServer server = new DiscordServer();
    private final DiscordAccount account;
    private final DiscordRoutes api;
    private final RouteLimits limits;
    private final DiscordInteractions discordInteractions = new DiscordInteractions();
    private final FaultPlan faults = new FaultPlan();
    private final ConcurrentHashMap<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final HttpEndpoint endpoint;

    private DiscordSimulator(int port, String token, boolean limited) {
        this.account = new DiscordAccount("taskping", token, CHANNEL);
        this.api = new DiscordRoutes(server, account);
        this.limits = new RouteLimits(limited);
        server.addChannel(CHANNEL, "ml-runs");
        this.endpoint = HttpEndpoint.start(port, this::handle);
    }

    /**
     * Starts it.
     *
     * @param port a port, or 0 for a free one
     * @param token the only bot token it accepts
     * @param limited whether rate limits are enforced
     */
    public static DiscordSimulator start(int port, String token, boolean limited) {
        return new DiscordSimulator(port, token, limited);
    }

    /** One on a free port with a token of its own and no rate limits. */
    public static DiscordSimulator start() {
        return start(0, "simulated.discord.bot-token-000000000000", false);
    }

    /** What goes where {@code https://discord.com} would. */
    public URI url() {
        return endpoint.uri();
    }

    /** The bot's token. */
    public String token() {
        return account.token();
    }

    /** The incoming webhook of {@link #CHANNEL}. */
    public URI webhookUrl() {
        return endpoint.uri().resolve(account.webhookPath());
    }

    /** Makes coming calls fail; the operation is the documentation's name, such as {@code createMessage}. */
    public FaultPlan faults() {
        return faults;
    }

    /** How often an operation was called, failures included. */
    public int calls(String operation) {
        AtomicInteger count = calls.get(operation);
        return count == null ? 0 : count.get();
    }

    /** Another channel. */
    public void addChannel(String id, String name) {
        server.addChannel(id, name);
    }

    /** The channels, oldest first. */
    public List<String> channels() {
        return server.channels();
    }

    /** A channel's name. */
    public String title(String channel) {
        return "#" + server.name(channel).orElse("?");
    }

    /** What stands in a channel now, oldest first. */
    public List<DiscordMessage> messages(String channel) {
        return server.messages(channel);
    }

    /** A person deletes a message. */
    public void delete(String channel, String message) {
        server.delete(channel, message);
    }

    /** An administrator takes the bot's right to see a channel. */
    public void forbidViewing(String channel) {
        server.forbid(channel, Forbidden.VIEW);
    }

    /** An administrator takes the bot's right to attach files in a channel. */
    public void forbidFiles(String channel) {
        server.forbid(channel, Forbidden.ATTACH);
    }

    /** An administrator takes the bot's right to read, and thereby to answer, what stands in a channel. */
    public void forbidHistory(String channel) {
        server.forbid(channel, Forbidden.READ_HISTORY);
    }

    /** The owner resets the bot's token: the old one is worth nothing any more. */
    public void resetToken(String newToken) {
        account.reset(newToken);
    }

    /** Somebody deletes the incoming webhook. */
    public void deleteWebhook() {
        account.deleteWebhook();
    }

    /** The application's public key, 64 hexadecimal digits. */
    public String publicKey() {
        return discordInteractions.publicKey();
    }

    /**
     * A person presses a button.
     *
     * @param endpoint the application's Interactions Endpoint URL
     * @param user the person's id
     * @return what Discord is answered
     */
    public String press(URI endpoint, String user, DiscordMessage message, String label) {
        String customId = message.buttons().stream()
                .flatMap(List::stream)
                .filter(button -> button.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Message " + message.id() + " has no button '" + label + "'; it has " + message.buttonLabels()))
                .customId();
        return discordInteractions.press(endpoint, user, message.channelId(), message.id(), customId);
    }

    /** A person gives the application's command with some words. */
    public String command(URI endpoint, String user, String channel, String words) {
        return discordInteractions.command(endpoint, user, channel, words);
    }

    /** Discord asks an endpoint whether it is one; with a signature that is good or not. */
    public String ping(URI endpoint, boolean genuine) {
        return discordInteractions.ping(endpoint, genuine);
    }

    private Reply handle(Request request) {
        Optional<DiscordRoutes.Route> found = api.route(request);
        if (found.isEmpty()) {
            return error(DiscordError.of(404, 0, "404: Not Found"));
        }
        DiscordRoutes.Route route = found.get();
        calls.computeIfAbsent(route.operation(), name -> new AtomicInteger()).incrementAndGet();
        Optional<Fault> fault = faults.take(route.operation());
        if (fault.isPresent() && !(fault.get() instanceof Fault.ResetAfterAccept)) {
            return failure(fault.get());
        }
        Reply reply = answer(route, request);
        return fault.isPresent() ? new Reply.Break(Duration.ZERO) : reply;
    }

    private Reply answer(DiscordRoutes.Route route, Request request) {
        if (!request.header("user-agent").orElse("").startsWith("DiscordBot (")) {
            // Reference, "User Agent": others may be blocked, by what stands in front of the API.
            return Reply.of(403, "text/html", "<html>error code: 1010</html>");
        }
        boolean writes = !request.method().equals("GET");
        RouteLimits.Allowance allowance = writes
                ? limits.take(request.method() + " " + request.path())
                : new RouteLimits.Allowance(true, Map.of(), 0);
        if (!allowance.allowed()) {
            return allowance.refusal();
        }
        try {
            Reply.Answer done =
                    (Reply.Answer) Reply.json(200, api.call(route, request).toString());
            Map<String, String> headers = new HashMap<>(done.headers());
            headers.putAll(allowance.headers());
            boolean silent = route.operation().equals("executeWebhook")
                    && !request.query().contains("wait=true");
            return silent ? Reply.empty(204) : new Reply.Answer(200, headers, done.body());
        } catch (DiscordError e) {
            return error(e);
        }
    }

    private static Reply failure(Fault fault) {
        return switch (fault) {
            case Fault.Status status
            when status.code() == 429 ->
                RouteLimits.tooMany(
                        status.retryAfter() == null ? 1 : status.retryAfter().toMillis() / 1000.0, Map.of());
            case Fault.Status status
            when status.code() >= 500 -> Reply.of(status.code(), "text/html", "<html>upstream connect error</html>");
            case Fault.Status status -> error(DiscordError.of(status.code(), 0, status.code() + ": refused"));
            case Fault.Refusal refusal -> refusal(refusal);
            case Fault.Hang hang -> new Reply.Break(hang.duration());
            case Fault.Reset reset -> new Reply.Break(Duration.ZERO);
            case Fault.ResetAfterAccept reset -> new Reply.Break(Duration.ZERO);
        };
    }

    /** The words are a message; begun with a number and a colon that is the JSON error code: {@code 50035: Invalid Form Body}. */
    private static Reply refusal(Fault.Refusal refusal) {
        String[] parts = refusal.description().split(": ", 2);
        boolean coded = parts.length == 2 && parts[0].matches("\\d+");
        return Reply.json(
                refusal.code(),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("message", coded ? parts[1] : refusal.description())
                        .put("code", coded ? Integer.parseInt(parts[0]) : 0)
                        .toString());
    }

    private static Reply error(DiscordError error) {
        return Reply.json(error.status(), error.body().toString());
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
