package dev.taskping.testkit.simulator.ntfy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.http.FaultPlan;
import dev.taskping.testkit.simulator.http.HttpEndpoint;
import dev.taskping.testkit.simulator.http.Reply;
import dev.taskping.testkit.simulator.http.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server of ntfy with one user, who has a password and an access token, and one topic that is open to anybody: publishing as JSON and as a file, replacement by sequence id, the documented limits
 * and ntfy's own error bodies (docs.ntfy.sh/publish, and {@code server/errors.go}). ntfy itself says no {@code Retry-After};
 * a fault with a delay stands for the proxy in front of it that does.
 */
public final class NtfySimulator implements AutoCloseable {

    /** Publishing, in the fault plan. */
    public static final String PUBLISH = "publish";

    /** Asking whether a token may read a topic, in the fault plan. */
    public static final String AUTH = "auth";

    /** Bytes; {@code message-size-limit}. */
    private static final int MAX_MESSAGE = 4096;

    /** Bytes of a request that publishes as JSON: twice the longest message ({@code server/server.go}, transformBodyJSON). */
    private static final int MAX_JSON = 2 * MAX_MESSAGE;

    /** Bytes; release notes of 2.28. */
    private static final int MAX_TITLE = 1024;

    /** Bytes; {@code attachment-file-size-limit}. */
    private static final int MAX_FILE = 15 * 1024 * 1024;

    /** Of an address and its query, as nginx takes it by default ({@code large_client_header_buffers}). */
    private static final int MAX_ADDRESS = 8 * 1024;

    /** A topic to which anybody may publish. */
    public static final String OPEN_TOPIC = "open";

    /** The only user. */
    public static final String USER = "taskping";

    private static final String PASSWORD = "simulated-password";

    /** What a {@link Fault.Refusal} says where it names ntfy's own number of the error. */
    private static final Pattern NUMBERED = Pattern.compile("(\\d{5}): (.*)");

    private static final Pattern TOPIC = Pattern.compile("[-_A-Za-z0-9]{1,64}");

    private final ObjectMapper json = new ObjectMapper();
    private final FaultPlan faults = new FaultPlan();
    private final Map<String, NtfyMessage> shown = new LinkedHashMap<>();
    private final String token;
    private final HttpEndpoint endpoint;

    private NtfySimulator(String token) {
        this.token = token;
        this.endpoint = HttpEndpoint.start(0, this::handle);
    }

    /** One on a free port with a token of its own. */
    public static NtfySimulator start() {
        return new NtfySimulator("tk_simulated0access0token0000000");
    }

    /** What goes where {@code https://ntfy.sh} would. */
    public URI url() {
        return endpoint.uri();
    }

    /** The password of {@link #USER}. */
    public String password() {
        return PASSWORD;
    }

    /** The only token it accepts. */
    public String token() {
        return token;
    }

    /** Makes coming requests fail. */
    public FaultPlan faults() {
        return faults;
    }

    /** What subscribers see now, oldest first. */
    public synchronized List<NtfyMessage> messages() {
        return new ArrayList<>(shown.values());
    }

    private Reply handle(Request request) {
        boolean asksForAccess = request.method().equals("GET") && request.path().endsWith("/auth");
        Optional<Fault> fault = faults.take(asksForAccess ? AUTH : PUBLISH);
        if (fault.isPresent() && !(fault.get() instanceof Fault.ResetAfterAccept)) {
            return failure(fault.get());
        }
        Reply reply = refusal(request)
                .orElseGet(() -> asksForAccess ? Reply.json(200, "{\"success\":true}") : publish(request));
        return fault.isPresent() ? new Reply.Break(Duration.ZERO) : reply;
    }

    /** ntfy answers 401 to credentials that it does not know, and 403 to nobody in particular. */
    private Optional<Reply> refusal(Request request) {
        Optional<String> credentials = request.header("authorization");
        if (credentials.isEmpty()) {
            return topic(request).equals(OPEN_TOPIC) ? Optional.empty() : Optional.of(error(403, 40301, "forbidden"));
        }
        String basic = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return Set.of("Bearer " + token, "Basic " + basic).contains(credentials.get())
                ? Optional.empty()
                : Optional.of(error(401, 40101, "unauthorized"));
    }

    private String topic(Request request) {
        if (!request.path().equals("/")) {
            return request.path().split("/")[1];
        }
        try {
            return json.readTree(request.text()).path("topic").asText();
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private Reply publish(Request request) {
        return switch (request.method()) {
            case "POST" -> request.path().equals("/") ? publishJson(request) : publishFile(request);
            case "PUT" -> publishFile(request);
            default -> error(404, 40401, "page not found");
        };
    }

    private Reply publishJson(Request request) {
        if (request.body().length > MAX_JSON) {
            return error(413, 41303, "JSON body too large");
        }
        try {
            JsonNode body = json.readTree(request.text());
            String message = body.path("message").asText();
            boolean tooLong = bytes(message) > MAX_MESSAGE;
            return publish(
                    new Publication(
                            body.path("topic").asText(),
                            body.path("sequence_id").asText(),
                            body.path("title").asText(),
                            tooLong ? "You received a file: attachment.txt" : message,
                            body.path("priority").asInt(3),
                            body.path("tags")
                                    .valueStream()
                                    .map(JsonNode::asText)
                                    .toList(),
                            body.path("click").asText(null)),
                    tooLong ? "attachment.txt" : null,
                    tooLong ? message : null);
        } catch (JsonProcessingException e) {
            return error(400, 40024, "invalid request: request body must be valid JSON");
        }
    }

    private Reply publishFile(Request request) {
        if (request.path().length() + request.query().length() > MAX_ADDRESS) {
            return Reply.of(414, "text/html", "<center><h1>414 Request-URI Too Large</h1></center>");
        }
        if (request.body().length > MAX_FILE) {
            return error(413, 41301, "attachment too large, or bandwidth limit reached");
        }
        Map<String, String> query = Request.fields(request.query());
        String name = query.getOrDefault("filename", "attachment.txt");
        return publish(
                new Publication(
                        request.path().substring(1),
                        query.getOrDefault("sid", ""),
                        query.getOrDefault("title", ""),
                        query.getOrDefault("message", "You received a file: " + name),
                        Integer.parseInt(query.getOrDefault("priority", "3")),
                        Stream.of(query.getOrDefault("tags", "").split(","))
                                .filter(tag -> !tag.isEmpty())
                                .toList(),
                        query.get("click")),
                name,
                request.text());
    }

    /** What a request asks to be shown. */
    private record Publication(
            String topic,
            String sequenceId,
            String title,
            String message,
            int priority,
            List<String> tags,
            @Nullable String click) {}

    private synchronized Reply publish(Publication asked, @Nullable String fileName, @Nullable String file) {
        if (!TOPIC.matcher(asked.topic()).matches()) {
            return error(400, 40009, "invalid request: topic invalid");
        }
        if (bytes(asked.title()) > MAX_TITLE || bytes(asked.message()) > MAX_MESSAGE) {
            return error(400, 40057, "invalid request: title too large");
        }
        String sequence = asked.sequenceId().isEmpty() ? "m" + shown.size() : asked.sequenceId();
        if (!TOPIC.matcher(sequence).matches()) {
            return error(400, 40049, "invalid request: sequence ID invalid");
        }
        NtfyMessage message = new NtfyMessage(
                sequence,
                asked.topic(),
                asked.title(),
                asked.message().isEmpty() ? "triggered" : asked.message(),
                asked.priority(),
                asked.tags(),
                asked.click(),
                fileName,
                file,
                0);
        NtfyMessage before = shown.get(sequence);
        shown.put(sequence, before == null ? message : message.replaced(before.edits() + 1));
        return Reply.json(
                200,
                json.createObjectNode()
                        .put("id", sequence)
                        .put("event", "message")
                        .toString());
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private Reply failure(Fault fault) {
        return switch (fault) {
            case Fault.Status status -> {
                Reply.Answer answer = (Reply.Answer)
                        (status.code() == 429
                                ? error(429, 42901, "limit reached: too many requests, please be nice")
                                : error(status.code(), status.code() * 100 + 1, "internal server error"));
                Duration wait = status.retryAfter();
                yield wait == null
                        ? answer
                        : new Reply.Answer(
                                answer.status(), Map.of("Retry-After", Long.toString(wait.toSeconds())), answer.body());
            }
            case Fault.Refusal refusal -> refused(refusal);
            case Fault.Hang hang -> new Reply.Break(hang.duration());
            case Fault.Reset reset -> new Reply.Break(Duration.ZERO);
            case Fault.ResetAfterAccept reset -> new Reply.Break(Duration.ZERO);
        };
    }

    private Reply refused(Fault.Refusal refusal) {
        Matcher numbered = NUMBERED.matcher(refusal.description());
        return numbered.matches()
                ? error(refusal.code(), Integer.parseInt(numbered.group(1)), numbered.group(2))
                : error(refusal.code(), refusal.code() * 100 + 1, refusal.description());
    }

    private Reply error(int status, int code, String words) {
        ObjectNode body = json.createObjectNode()
                .put("code", code)
                .put("http", status)
                .put("error", words)
                .put("link", "https://ntfy.sh/docs/publish/");
        return Reply.json(status, body.toString());
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
