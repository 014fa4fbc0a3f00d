package dev.taskping.relay.channel.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.relay.channel.feishu.FeishuTokens.App;
import dev.taskping.relay.channel.http.JsonApiClient;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.render.Attachment;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.apache.commons.lang3.StringUtils;
import org.jspecify.annotations.Nullable;

/** Calls the open platform of Feishu or Lark as an app. */
@ApplicationScoped
public class FeishuApiClient {

    private static final URI FEISHU = URI.create("https://open.feishu.cn");
    private static final URI LARK = URI.create("https://open.larksuite.com");

    /** "Generic error codes": the token is missing, malformed, of another kind, or expired. */
    private static final Set<Integer> TOKEN_REFUSED =
            Set.of(99991661, 99991663, 99991664, 99991665, 99991668, 99991677);

    private final JsonApiClient http;
    private final FeishuTokens tokens;

    /** Uses the given client. */
    public FeishuApiClient(JsonApiClient http, Clock clock) {
        this.http = http;
        this.tokens = new FeishuTokens(clock);
    }

    /** A message as a request names it: its type, and its content as JSON text. */
    record Content(String type, JsonNode content) {

        static Content card(FeishuCard card) {
            return new Content("interactive", card.toCard());
        }

        static Content post(ObjectNode post) {
            return new Content("post", post);
        }

        static Content file(String fileKey) {
            return new Content("file", JsonNodeFactory.instance.objectNode().put("file_key", fileKey));
        }

        private ObjectNode toJson() {
            return JsonNodeFactory.instance.objectNode().put("msg_type", type).put("content", content.toString());
        }
    }

    /**
     * Writes to a chat.
     *
     * @param uuid the same within an hour writes once only; at most 50 characters
     */
    FeishuResponse send(FeishuSettings settings, String chat, Content content, String uuid)
            throws ProviderUnreachableException {
        ObjectNode body = content.toJson().put("receive_id", chat).put("uuid", uuid);
        return call(settings, "POST", "im/v1/messages?receive_id_type=chat_id", JsonApiClient.body(body));
    }

    /** Writes below a message. */
    FeishuResponse reply(FeishuSettings settings, String messageId, Content content, String uuid)
            throws ProviderUnreachableException {
        ObjectNode body = content.toJson().put("uuid", uuid);
        return call(settings, "POST", "im/v1/messages/" + encoded(messageId) + "/reply", JsonApiClient.body(body));
    }

    /** Changes a card that was sent. */
    FeishuResponse edit(FeishuSettings settings, String messageId, FeishuCard card)
            throws ProviderUnreachableException {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("content", card.toCard().toString());
        return call(settings, "PATCH", "im/v1/messages/" + encoded(messageId), JsonApiClient.body(body));
    }

    /** Uploads a file, whose key a message can then name. */
    FeishuResponse upload(FeishuSettings settings, Attachment file) throws ProviderUnreachableException {
        RequestBody content = RequestBody.create(file.bytes(), MediaType.get("application/octet-stream"));
        RequestBody body = new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart("file_type", "stream")
                .addFormDataPart("file_name", file.fileName())
                .addFormDataPart("file", file.fileName(), content)
                .build();
        return call(settings, "POST", "im/v1/files", body);
    }

    /** A chat's name and the like. */
    FeishuResponse chat(FeishuSettings settings, String chat) throws ProviderUnreachableException {
        return call(settings, "GET", "im/v1/chats/" + encoded(chat), null);
    }

    /** Whether the bot is in a chat. */
    FeishuResponse isInChat(FeishuSettings settings, String chat) throws ProviderUnreachableException {
        return call(settings, "GET", "im/v1/chats/" + encoded(chat) + "/members/is_in_chat", null);
    }

    private FeishuResponse call(FeishuSettings settings, String method, String path, @Nullable RequestBody body)
            throws ProviderUnreachableException {
        App app = new App(api(settings), String.valueOf(settings.appId()), String.valueOf(settings.appSecret()));
        FeishuResponse answer = callOnce(app, method, path, body);
        if (TOKEN_REFUSED.contains(answer.code())) {
            // Somebody reset the app's secret, or clocks differ.
            tokens.forget(app);
            answer = callOnce(app, method, path, body);
        }
        return answer;
    }

    private FeishuResponse callOnce(App app, String method, String path, @Nullable RequestBody body)
            throws ProviderUnreachableException {
        String token = tokens.find(app).orElse("");
        if (token.isEmpty()) {
            FeishuResponse answer = token(app);
            token = answer.body().path("tenant_access_token").asText();
            if (!answer.isOk() || token.isEmpty()) {
                return answer;
            }
            tokens.put(
                    app, token, Duration.ofSeconds(answer.body().path("expire").asLong()));
        }
        Request request = new Request.Builder()
                .url(at(app, path))
                .header("Authorization", "Bearer " + token)
                .method(method, body)
                .build();
        return new FeishuResponse(http.call(request, app.secret(), token));
    }

    private FeishuResponse token(App app) throws ProviderUnreachableException {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("app_id", app.id()).put("app_secret", app.secret());
        Request request = new Request.Builder()
                .url(at(app, "auth/v3/tenant_access_token/internal"))
                .post(JsonApiClient.body(body))
                .build();
        return new FeishuResponse(http.call(request, app.secret()));
    }

    private static HttpUrl at(App app, String path) throws ProviderUnreachableException {
        String base = StringUtils.stripEnd(app.api().toString(), "/");
        return JsonApiClient.url(URI.create(base + "/open-apis/" + path));
    }

    private static URI api(FeishuSettings settings) {
        if (settings.apiUrl() != null) {
            return settings.apiUrl();
        }
        return switch (settings.domain()) {
            case FEISHU -> FEISHU;
            case LARK -> LARK;
        };
    }

    private static String encoded(String pathSegment) {
        return URLEncoder.encode(pathSegment, StandardCharsets.UTF_8);
    }
}
