package dev.taskping.testkit.simulator.feishu;

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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A Feishu with one group, in which there are an app's bot and a custom bot that asks for signatures. To the bots it speaks
 * the open platform's API with the documented limits and error bodies; for people it shows what stands in the group.
 *
 * <p>Not simulated: card JSON 2.0, Markdown beyond code blocks and mentions, the age limits of edits and tokens.
 */
public final class FeishuSimulator implements AutoCloseable {

    /** What the group is called. */
    public static final String GROUP_NAME = "Training runs";

    private static final String APP_ID = "cli_a1b2c3d4e5f6a7b8";
    private static final String APP_SECRET = "simulated-app-secret-000000000000";
    private static final String CHAT_ID = "oc_a0553eda9014c201e6969b478895c230";
    private static final String HOOK_TOKEN = "1f7e2a04-9a0e-4c39-9d3c-simulated000";
    private static final String SIGNING_SECRET = "simulated-signing-secret";

    private final ObjectMapper json = new ObjectMapper();
    private final FaultPlan faults = new FaultPlan();
    private final Group group = new Group();
    private final CustomBot custom;
    private final OpenApi api;
    private final AtomicInteger events = new AtomicInteger();
    private final HttpEndpoint endpoint;
    private volatile @Nullable FeishuEvents app;

    private FeishuSimulator(int port, boolean limited) {
        this.custom = new CustomBot(
                HOOK_TOKEN, SIGNING_SECRET, group, limited ? new Frequency(5, 100) : Frequency.unlimited());
        // "Send message", notes: five a second in one group.
        this.api = new OpenApi(
                APP_ID,
                APP_SECRET,
                CHAT_ID,
                group,
                limited ? new Frequency(5, Integer.MAX_VALUE - 1) : Frequency.unlimited());
        this.endpoint = HttpEndpoint.start(port, this::handle);
    }

    /**
     * Starts it.
     *
     * @param port a port, or 0 for a free one
     * @param limited whether bots may only write as often as documented
     */
    public static FeishuSimulator start(int port, boolean limited) {
        return new FeishuSimulator(port, limited);
    }

    /** One on a free port without rate limits. */
    public static FeishuSimulator start() {
        return start(0, false);
    }

    /** What goes where {@code https://open.feishu.cn} would. */
    public URI url() {
        return endpoint.uri();
    }

    /** The custom bot's address. */
    public URI webhookUrl() {
        return url().resolve("/open-apis/bot/v2/hook/" + HOOK_TOKEN);
    }

    /** The custom bot's secret. */
    public String signingSecret() {
        return SIGNING_SECRET;
    }

    /** The app's id. */
    public String appId() {
        return APP_ID;
    }

    /** The app's secret. */
    public String appSecret() {
        return APP_SECRET;
    }

    /** The group's id. */
    public String chatId() {
        return CHAT_ID;
    }

    /**
     * Makes coming calls fail; the operation is {@code hook}, {@code token}, {@code messages}, {@code reply}, {@code edit},
     * {@code files} or {@code chats}. A {@link Fault.Refusal} may begin with Feishu's code, as in {@code 230099 Failed}.
     */
    public FaultPlan faults() {
        return faults;
    }

    /** What stands in the group, oldest first. */
    public List<FeishuMessage> messages() {
        return group.messages();
    }

    /** A person with the right to do so takes a message back. */
    public void recall(String messageId) {
        group.recall(messageId);
    }

    /** Somebody removes the app's bot from the group. */
    public void removeBot() {
        api.removeBot();
    }

    /** The app's tokens become invalid, as when its secret is reset. */
    public void expireTokens() {
        api.expireTokens();
    }

    /** The custom bot takes messages with this word only. */
    public void requireKeyword(String keyword) {
        custom.requireKeyword(keyword);
    }

    /**
     * The app's address is entered, at which it is to hear of messages and presses; it must prove that it is its own.
     *
     * @param url the address
     * @param verificationToken what each event carries
     * @param encryptKey what events are encrypted and signed with; absent for plain text
     * @return what the app answered
     */
    public String subscribe(URI url, String verificationToken, @Nullable String encryptKey) {
        FeishuEvents pusher = new FeishuEvents(url, verificationToken, encryptKey);
        this.app = pusher;
        return pusher.verify("challenge-" + events.incrementAndGet());
    }

    /**
     * A person writes to the bot.
     *
     * @param openId who, {@code ou_…}
     * @param text what
     * @param parent the message answered, if any
     * @return what the app answered
     */
    public String say(String openId, String text, @Nullable String parent) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.putObject("sender")
                .put("sender_type", "user")
                .putObject("sender_id")
                .put("open_id", openId);
        ObjectNode message = event.putObject("message")
                .put(
                        "message_id",
                        group.write("person", "text", plain(text), null, parent, "")
                                .id())
                .put("chat_id", CHAT_ID)
                .put("chat_type", "group")
                .put("message_type", "text")
                .put(
                        "content",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("text", "@_user_1 " + text)
                                .toString());
        if (parent != null) {
            message.put("parent_id", parent);
        }
        message.putArray("mentions").addObject().put("key", "@_user_1").put("name", "TaskPing");
        return push("im.message.receive_v1", event);
    }

    /**
     * A person presses a button.
     *
     * @return what the app answered
     * @throws IllegalArgumentException naming the buttons there are, if there is no such button
     */
    public String press(String openId, String messageId, String label) {
        FeishuMessage message = group.find(messageId)
                .orElseThrow(() -> new IllegalArgumentException("There is no message " + messageId));
        FeishuButton button = message.content().buttons().stream()
                .filter(candidate -> candidate.label().equals(label) && candidate.value() != null)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no button '" + label + "' to press; there are " + message.buttonLabels()));
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.putObject("operator").put("open_id", openId);
        try {
            event.putObject("action").put("tag", "button").set("value", json.readTree(button.value()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        event.putObject("context").put("open_message_id", messageId).put("open_chat_id", CHAT_ID);
        return push("card.action.trigger", event);
    }

    private String push(String type, ObjectNode event) {
        FeishuEvents pusher = app;
        if (pusher == null) {
            throw new IllegalStateException("The app has no address; call subscribe first");
        }
        return pusher.event("event-%08d".formatted(events.incrementAndGet()), type, event);
    }

    private static Displayed plain(String text) {
        return new Displayed("", "", text, List.of(), List.of(), List.of());
    }

    private Reply handle(Request request) {
        List<String> path =
                List.of(request.path().replaceFirst("^/open-apis/", "").split("/"));
        Optional<Fault> fault = faults.take(operation(request, path));
        if (fault.isPresent() && !(fault.get() instanceof Fault.ResetAfterAccept)) {
            return FeishuErrors.failure(fault.get());
        }
        Reply reply = answer(request, path);
        return fault.isPresent() ? new Reply.Break(Duration.ZERO) : reply;
    }

    private static String operation(Request request, List<String> path) {
        return switch (path.getFirst()) {
            case "bot" -> "hook";
            case "auth" -> "token";
            default ->
                request.method().equals("PATCH")
                        ? "edit"
                        : path.getLast().equals("reply") ? "reply" : path.size() > 2 ? path.get(2) : "";
        };
    }

    private Reply answer(Request request, List<String> path) {
        try {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            if (path.getFirst().equals("bot")) {
                custom.take(path.getLast(), request, parsed(request));
                body.put("StatusCode", 0).put("StatusMessage", "success");
            } else {
                body.setAll(api.call(request, path));
            }
            return Reply.json(200, body.put("code", 0).put("msg", "success").toString());
        } catch (FeishuException e) {
            return FeishuErrors.error(e.status(), e.code(), String.valueOf(e.getMessage()), null);
        }
    }

    private JsonNode parsed(Request request) {
        try {
            return json.readTree(request.text());
        } catch (JsonProcessingException e) {
            throw new FeishuException(200, 9499, "Bad Request");
        }
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
