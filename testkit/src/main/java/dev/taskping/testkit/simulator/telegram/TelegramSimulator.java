package dev.taskping.testkit.simulator.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.http.FaultPlan;
import dev.taskping.testkit.simulator.http.HttpEndpoint;
import dev.taskping.testkit.simulator.http.Reply;
import dev.taskping.testkit.simulator.http.Request;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A Telegram with one bot. To the bot it speaks the Bot API over HTTP with the documented limits and the real error texts;
 * for people it has methods: writing, pressing buttons, reading what is displayed.
 *
 * <p>Not simulated: other parse modes than HTML, channels, edits of captions, the age limits of edits and callback queries.
 */
public final class TelegramSimulator implements AutoCloseable {

    /** Bot API, {@code Message.from}. */
    private static final Person ANONYMOUS_ADMINISTRATOR = new Person(1_087_968_824, "Group");

    private final String token;
    private final String username;
    private final Conversations conversations = new Conversations();
    private final UpdateQueue updates = new UpdateQueue();
    private final CallbackQueries queries = new CallbackQueries();
    private final FaultPlan faults = new FaultPlan();
    private final ConcurrentHashMap<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final BotApiJson json;
    private final BotApi api;
    private final HttpEndpoint endpoint;

    private TelegramSimulator(int port, String token, String username, RateLimits limits) {
        this.token = token;
        this.username = username;
        this.json = new BotApiJson(username, conversations);
        this.api = new BotApi(conversations, updates, queries, limits, json);
        this.endpoint = HttpEndpoint.start(port, this::handle);
    }

    /**
     * Starts it.
     *
     * @param port a port, or 0 for a free one
     * @param token the only bot token it accepts
     * @param username the bot's name without {@code @}
     * @param limits how often the bot may write
     */
    public static TelegramSimulator start(int port, String token, String username, RateLimits limits) {
        return new TelegramSimulator(port, token, username, limits);
    }

    /** One on a free port with a token of its own and no rate limits. */
    public static TelegramSimulator start() {
        return start(0, "777000001:AAE-simulated-bot-token-000000000000", "taskping_bot", RateLimits.none());
    }

    /** What goes where {@code https://api.telegram.org} would. */
    public URI url() {
        return endpoint.uri();
    }

    /** The bot's token. */
    public String token() {
        return token;
    }

    /** The bot's name without {@code @}. */
    public String username() {
        return username;
    }

    /** Makes coming calls fail; the operation is a method's name such as {@code sendMessage}. */
    public FaultPlan faults() {
        return faults;
    }

    /** How often the bot has called a method, failures included. */
    public int calls(String method) {
        AtomicInteger count = calls.get(method);
        return count == null ? 0 : count.get();
    }

    /** How Telegram displays a text without markup: control characters cleaned away, both ends trimmed. */
    public static String displayed(String text) {
        return HtmlMode.plain(text).text();
    }

    /** What a person did and how Telegram tells the bot of it. {@code id} is the message's, or the callback query's. */
    public record Told(long updateId, String id) {}

    /** A person exists, but has never written to the bot. */
    public void addStranger(Person person) {
        conversations.addStranger(person);
    }

    /** The bot is put into a group; its id is negative. */
    public void addGroup(long chatId, String title) {
        conversations.addGroup(chatId, title);
    }

    /** A person blocks the bot until they write to it again. */
    public void block(Person person) {
        conversations.block(person.id());
    }

    /** A person writes to the bot in their private chat. */
    public Told say(Person person, String text) {
        return say(person.id(), person, text, null);
    }

    /**
     * A person writes.
     *
     * @param chatId the person's own id for the private chat, or a group
     * @param person who
     * @param text what
     * @param replyTo the message answered, if any
     */
    public Told say(long chatId, Person person, String text, @Nullable Long replyTo) {
        ChatMessage message = conversations.write(chatId, person, text, replyTo);
        ObjectNode update = BotApiJson.object();
        update.set("message", json.message(message));
        return new Told(updates.add(update), Long.toString(message.id()));
    }

    /** An administrator who remains anonymous writes in a group: Telegram shows the account that all of them share. */
    public Told sayAnonymously(long group, String text, @Nullable Long replyTo) {
        ChatMessage message = conversations.write(group, ANONYMOUS_ADMINISTRATOR, text, replyTo);
        ObjectNode written = json.message(message);
        ((ObjectNode) written.get("from")).put("is_bot", true).put("username", "GroupAnonymousBot");
        written.set("sender_chat", written.get("chat"));
        ObjectNode update = BotApiJson.object();
        update.set("message", written);
        return new Told(updates.add(update), Long.toString(message.id()));
    }

    /**
     * Numbers the next updates from a lower number on, as Telegram does when a week has passed without any.
     *
     * @param last the number before the next one
     */
    public void restartUpdateNumbers(long last) {
        updates.restartNumbers(last);
    }

    /**
     * A person presses a button.
     *
     * @throws IllegalArgumentException naming the buttons there are, if there is no such button
     */
    public Told press(long chatId, Person person, long messageId, String label) {
        ChatMessage message = conversations
                .message(chatId, messageId)
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no message " + messageId + " in chat " + chatId));
        Button button = message.buttons().stream()
                .flatMap(List::stream)
                .filter(candidate -> candidate.label().equals(label) && candidate.data() != null)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Message " + messageId + " has no button '" + label
                        + "' to press; it has " + message.buttonLabels()));
        return pressData(chatId, person, messageId, String.valueOf(button.data()));
    }

    /** Sends any callback data, as a tampered client could, or one whose message has changed since. */
    public Told pressData(long chatId, Person person, long messageId, String data) {
        String queryId = queries.open();
        ObjectNode update = BotApiJson.object();
        ObjectNode query = update.putObject("callback_query").put("id", queryId);
        query.set("from", json.user(person));
        conversations.message(chatId, messageId).ifPresent(message -> query.set("message", json.message(message)));
        query.put("chat_instance", Long.toString(chatId * 31 + 7)).put("data", data);
        return new Told(updates.add(update), queryId);
    }

    /** Delivers an update again, as Telegram does when the bot's acknowledgement is lost. */
    public void redeliver(long updateId, int times) {
        updates.repeat(updateId, times);
    }

    /** Updates that the bot has not acknowledged yet. */
    public int pendingUpdates() {
        return updates.pending();
    }

    /** A person deletes a message for everybody. */
    public void delete(long chatId, long messageId) {
        conversations.delete(chatId, messageId);
    }

    /** The chats, in the order in which they began. */
    public List<Long> chats() {
        return conversations.chatIds();
    }

    /** A chat's name. */
    public String title(long chatId) {
        return conversations.title(chatId);
    }

    /** What stands in a chat now, oldest first. */
    public List<ChatMessage> messages(long chatId) {
        return conversations.messages(chatId);
    }

    /** What stands in a chat that the bot wrote, oldest first. */
    public List<ChatMessage> fromBot(long chatId) {
        return messages(chatId).stream().filter(ChatMessage::fromBot).toList();
    }

    /** The words that popped up after a press; empty until the bot has answered it. */
    public Optional<String> answerTo(Told press) {
        return queries.answerOf(press.id());
    }

    private Reply handle(Request request) {
        String[] path = request.path().split("/", 3);
        if (path.length != 3 || !path[1].startsWith("bot")) {
            return error(404, "Not Found", null);
        }
        String method = path[2];
        calls.computeIfAbsent(method, name -> new AtomicInteger()).incrementAndGet();
        Optional<Fault> fault = faults.take(method);
        if (fault.isPresent() && !(fault.get() instanceof Fault.ResetAfterAccept)) {
            return failure(fault.get());
        }
        Reply reply = answer(path[1].substring("bot".length()), method, request);
        return fault.isPresent() ? new Reply.Break(Duration.ZERO) : reply;
    }

    private Reply answer(String presentedToken, String method, Request request) {
        try {
            if (!presentedToken.equals(token)) {
                throw BotApiException.unauthorized();
            }
            ObjectNode body = BotApiJson.object().put("ok", true);
            body.set("result", api.call(method, Parameters.of(request)));
            return Reply.json(200, body.toString());
        } catch (BotApiException e) {
            return error(e.code(), String.valueOf(e.getMessage()), e.retryAfter());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Break(Duration.ZERO);
        }
    }

    private static Reply failure(Fault fault) {
        return switch (fault) {
            case Fault.Status status ->
                error(
                        status.code(),
                        status.code() == 429 ? "Too Many Requests" : "Internal Server Error",
                        status.retryAfter() == null
                                ? null
                                : (Integer) (int) status.retryAfter().toSeconds());
            case Fault.Refusal refusal -> error(refusal.code(), refusal.description(), null);
            case Fault.Hang hang -> new Reply.Break(hang.duration());
            case Fault.Reset reset -> new Reply.Break(Duration.ZERO);
            case Fault.ResetAfterAccept reset -> new Reply.Break(Duration.ZERO);
        };
    }

    private static Reply error(int code, String description, @Nullable Integer retryAfter) {
        ObjectNode body = BotApiJson.object()
                .put("ok", false)
                .put("error_code", code)
                .put("description", retryAfter == null ? description : "Too Many Requests: retry after " + retryAfter);
        if (retryAfter != null) {
            body.putObject("parameters").put("retry_after", retryAfter);
        }
        return Reply.json(code, body.toString());
    }

    @Override
    public void close() {
        endpoint.close();
        api.close();
    }
}
