package dev.taskping.testkit.simulator.feishu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.testkit.simulator.http.Request;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The calls of the open platform that TaskPing makes, with their documented rules. */
final class OpenApi {

    /** Error 230025: a request with a card or a post may take 30 KB. */
    private static final int MAX_MESSAGE = 30_000;

    /** "Upload file", limits. */
    private static final int MAX_FILE = 30 * 1024 * 1024;

    private static final int MAX_UUID = 50;
    private static final int LIFETIME_SECONDS = 7200;

    private final ObjectMapper json = new ObjectMapper();
    private final String appId;
    private final String appSecret;
    private final String chatId;
    private final Group group;
    private final Frequency frequency;
    private final Map<String, FeishuFile> files = new ConcurrentHashMap<>();
    private volatile int generation = 1;
    private volatile boolean inChat = true;

    OpenApi(String appId, String appSecret, String chatId, Group group, Frequency frequency) {
        this.appId = appId;
        this.appSecret = appSecret;
        this.chatId = chatId;
        this.group = group;
        this.frequency = frequency;
    }

    void expireTokens() {
        generation++;
    }

    void removeBot() {
        inChat = false;
    }

    /** Answers a call: what stands beside {@code code} and {@code msg}. */
    ObjectNode call(Request request, List<String> path) {
        if (path.equals(List.of("auth", "v3", "tenant_access_token", "internal"))) {
            return token(body(request));
        }
        if (!request.header("Authorization").orElse("").equals("Bearer " + currentToken())) {
            throw new FeishuException(
                    400, 99991663, "Invalid access token for authorization. Please make a test attempt");
        }
        ObjectNode data =
                switch (path.get(2)) {
                    case "messages" -> messages(request, path);
                    case "files" -> upload(request);
                    case "chats" -> chat(path);
                    default -> throw new FeishuException(404, 404, "404 page not found");
                };
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("data", data);
        return answer;
    }

    private String currentToken() {
        return "t-simulated-" + generation;
    }

    private ObjectNode token(JsonNode body) {
        if (!body.path("app_id").asText().equals(appId)) {
            throw new FeishuException(400, 10003, "invalid param");
        }
        if (!body.path("app_secret").asText().equals(appSecret)) {
            throw new FeishuException(200, 10014, "app secret invalid");
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("tenant_access_token", currentToken())
                .put("expire", LIFETIME_SECONDS);
    }

    private ObjectNode messages(Request request, List<String> path) {
        if (request.body().length > MAX_MESSAGE) {
            throw new FeishuException(400, 230025, "The length of the message content reaches its limit.");
        }
        JsonNode body = body(request);
        if (!frequency.take()) {
            throw new FeishuException(400, 230020, "This operation triggers the frequency limit.");
        }
        if (request.method().equals("PATCH")) {
            JsonNode card = parse(body.path("content").asText());
            if (!card.path("config").path("update_multi").asBoolean()) {
                throw new FeishuException(
                        400, 230001, "Your request contains an invalid request parameter, update_multi");
            }
            group.edit(path.get(3), CardReader.card(card));
            return JsonNodeFactory.instance.objectNode();
        }
        boolean reply = path.size() == 5 && path.get(4).equals("reply");
        String parent = reply ? group.existing(path.get(3)).id() : null;
        if (!inChat || (!reply && !body.path("receive_id").asText().equals(chatId))) {
            throw new FeishuException(400, 230002, "Bot/User can NOT be out of the chat.");
        }
        if (!reply
                && !Request.fields(request.query())
                        .getOrDefault("receive_id_type", "")
                        .equals("chat_id")) {
            throw new FeishuException(400, 99992402, "field validation failed, receive_id_type");
        }
        return send(body, parent);
    }

    private ObjectNode send(JsonNode body, @Nullable String parent) {
        if (body.path("uuid").asText().length() > MAX_UUID) {
            throw new FeishuException(400, 99992402, "field validation failed, uuid");
        }
        JsonNode content = parse(body.path("content").asText());
        String type = body.path("msg_type").asText();
        FeishuFile file =
                type.equals("file") ? files.get(content.path("file_key").asText()) : null;
        Displayed displayed =
                switch (type) {
                    case "interactive" -> CardReader.card(content);
                    case "post" -> CardReader.post(content);
                    case "text" -> CardReader.text(content);
                    case "file" -> new Displayed("", "", "", List.of(), List.of(), List.of());
                    default ->
                        throw new FeishuException(
                                400, 230001, "Your request contains an invalid request parameter, msg_type");
                };
        if (type.equals("file") && file == null) {
            throw new FeishuException(400, 230055, "The type of file upload does not match the type of message sent");
        }
        FeishuMessage message = group.write(
                "app", type, displayed, file, parent, body.path("uuid").asText());
        return JsonNodeFactory.instance
                .objectNode()
                .put("message_id", message.id())
                .put("chat_id", chatId)
                .put("msg_type", type);
    }

    private ObjectNode upload(Request request) {
        Map<String, byte[]> fields = multipart(request);
        byte[] content = fields.getOrDefault("file", new byte[0]);
        if (content.length == 0) {
            throw new FeishuException(400, 234010, "File's size can't be 0.");
        }
        if (content.length > MAX_FILE) {
            throw new FeishuException(400, 234006, "The file size exceed the max value.");
        }
        if (!text(fields, "file_type").equals("stream")
                || text(fields, "file_name").isEmpty()) {
            throw new FeishuException(400, 234001, "Invalid request param.");
        }
        String key = "file_v2_%08d".formatted(files.size() + 1);
        files.put(key, new FeishuFile(text(fields, "file_name"), content));
        return JsonNodeFactory.instance.objectNode().put("file_key", key);
    }

    private ObjectNode chat(List<String> path) {
        if (!path.get(3).equals(chatId)) {
            throw new FeishuException(400, 232006, "Your request specifies a chat_id which is invalid.");
        }
        return path.size() == 6
                ? JsonNodeFactory.instance.objectNode().put("is_in_chat", inChat)
                : JsonNodeFactory.instance.objectNode().put("name", FeishuSimulator.GROUP_NAME);
    }

    private static String text(Map<String, byte[]> fields, String name) {
        return new String(fields.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> multipart(Request request) {
        try {
            MimeMultipart parts = new MimeMultipart(new ByteArrayDataSource(
                    request.body(), request.header("content-type").orElse("")));
            Map<String, byte[]> fields = new HashMap<>();
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart part = parts.getBodyPart(i);
                ContentDisposition disposition = new ContentDisposition(part.getHeader("Content-Disposition")[0]);
                fields.put(
                        disposition.getParameter("name"), part.getInputStream().readAllBytes());
            }
            return fields;
        } catch (MessagingException | IOException e) {
            throw new FeishuException(400, 234001, "Invalid request param.");
        }
    }

    private JsonNode body(Request request) {
        return request.body().length == 0 ? JsonNodeFactory.instance.objectNode() : parse(request.text());
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new FeishuException(400, 230001, "Your request contains an invalid request parameter, no JSON");
        }
    }
}
