package dev.taskping.testkit.simulator.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The methods of the Bot API that TaskPing uses, with their documented rules. */
final class BotApi implements AutoCloseable {

    /** UTF-16 units after entity parsing (Bot API, {@code sendMessage}). */
    private static final int MAX_TEXT = 4096;

    /** UTF-16 units after entity parsing (Bot API, {@code sendDocument}). */
    private static final int MAX_CAPTION = 1024;

    private final Conversations conversations;
    private final UpdateQueue updates;
    private final CallbackQueries queries;
    private final RateLimits limits;
    private final BotApiJson json;
    private @Nullable WebhookPusher webhook;

    BotApi(
            Conversations conversations,
            UpdateQueue updates,
            CallbackQueries queries,
            RateLimits limits,
            BotApiJson json) {
        this.conversations = conversations;
        this.updates = updates;
        this.queries = queries;
        this.limits = limits;
        this.json = json;
    }

    JsonNode call(String method, Parameters parameters) throws InterruptedException {
        return switch (method.toLowerCase(Locale.ROOT)) {
            case "getme" -> json.bot();
            case "getupdates" -> getUpdates(parameters);
            case "setwebhook" -> setWebhook(parameters);
            case "deletewebhook" -> deleteWebhook(parameters);
            case "getwebhookinfo" -> webhookInfo();
            case "sendmessage" -> sendMessage(parameters);
            case "senddocument" -> sendDocument(parameters);
            case "editmessagetext" -> editMessageText(parameters);
            case "editmessagereplymarkup" -> editMessageReplyMarkup(parameters);
            case "answercallbackquery" -> answerCallbackQuery(parameters);
            default -> throw BotApiException.unknownMethod();
        };
    }

    private JsonNode getUpdates(Parameters parameters) throws InterruptedException {
        synchronized (this) {
            if (webhook != null) {
                throw BotApiException.conflict("can't use getUpdates method while webhook is active; use deleteWebhook"
                        + " to delete the webhook first");
            }
        }
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        updates.poll(
                        parameters.number("offset", 0),
                        Math.clamp(parameters.number("limit", 100), 1, 100),
                        Duration.ofSeconds(Math.clamp(parameters.number("timeout", 0), 0, 50)))
                .forEach(found::add);
        return found;
    }

    private synchronized JsonNode setWebhook(Parameters parameters) {
        String url = parameters.text("url");
        String secret = parameters.text("secret_token");
        if (!secret.matches("[A-Za-z0-9_-]{0,256}")) {
            throw BotApiException.badRequest("secret token contains unallowed characters");
        }
        closeWebhook();
        if (!url.isEmpty()) {
            webhook = new WebhookPusher(URI.create(url), secret.isEmpty() ? null : secret, updates);
            updates.interruptPollers();
        }
        return BooleanNode.TRUE;
    }

    private synchronized JsonNode deleteWebhook(Parameters parameters) {
        closeWebhook();
        if (parameters.text("drop_pending_updates").equalsIgnoreCase("true")) {
            updates.dropPending();
        }
        return BooleanNode.TRUE;
    }

    private synchronized ObjectNode webhookInfo() {
        ObjectNode info = BotApiJson.object()
                .put("url", webhook == null ? "" : webhook.url().toString())
                .put("has_custom_certificate", false)
                .put("pending_update_count", updates.pending());
        String error = webhook == null ? null : webhook.lastError();
        return error == null ? info : info.put("last_error_message", error);
    }

    private void closeWebhook() {
        if (webhook != null) {
            webhook.close();
            webhook = null;
        }
    }

    private JsonNode sendMessage(Parameters parameters) {
        long chat = parameters.chat();
        FormattedText text = text(parameters, "text", MAX_TEXT, "message is too long");
        if (text.length() == 0) {
            throw BotApiException.badRequest("message text is empty");
        }
        return send(chat, text, null, parameters);
    }

    private JsonNode sendDocument(Parameters parameters) {
        Document document = parameters.files().get("document");
        if (document == null) {
            throw BotApiException.badRequest("there is no document in the request");
        }
        if (document.content().length == 0) {
            throw BotApiException.badRequest("file must be non-empty");
        }
        return send(
                parameters.chat(),
                text(parameters, "caption", MAX_CAPTION, "message caption is too long"),
                document,
                parameters);
    }

    private JsonNode send(long chat, FormattedText text, @Nullable Document document, Parameters parameters) {
        List<List<Button>> buttons = Keyboard.parse(parameters.object("reply_markup"));
        JsonNode reply = parameters.object("reply_parameters");
        Long replyTo = reply == null ? null : (Long) reply.path("message_id").asLong();
        if (parameters.number("reply_to_message_id", 0) != 0) {
            replyTo = parameters.number("reply_to_message_id", 0);
        }
        boolean anyway =
                reply != null && reply.path("allow_sending_without_reply").asBoolean();
        throttle(chat);
        return json.message(conversations.send(chat, text, document, buttons, replyTo, anyway));
    }

    private JsonNode editMessageText(Parameters parameters) {
        FormattedText text = text(parameters, "text", MAX_TEXT, "message is too long");
        if (text.length() == 0) {
            throw BotApiException.badRequest("message text is empty");
        }
        List<List<Button>> buttons = Keyboard.parse(parameters.object("reply_markup"));
        long chat = parameters.chat();
        throttle(chat);
        return json.message(conversations.edit(chat, parameters.number("message_id", 0), message -> {
            if (message.document() != null) {
                throw BotApiException.badRequest("there is no text in the message to edit");
            }
            return conversations.withContent(message, text, buttons);
        }));
    }

    private JsonNode editMessageReplyMarkup(Parameters parameters) {
        List<List<Button>> buttons = Keyboard.parse(parameters.object("reply_markup"));
        long chat = parameters.chat();
        throttle(chat);
        return json.message(conversations.edit(
                chat,
                parameters.number("message_id", 0),
                message -> conversations.withContent(message, message.content(), buttons)));
    }

    private JsonNode answerCallbackQuery(Parameters parameters) {
        queries.answer(parameters.text("callback_query_id"), parameters.text("text"));
        return BooleanNode.TRUE;
    }

    private static FormattedText text(Parameters parameters, String name, int limit, String tooLong) {
        String source = parameters.text(name);
        FormattedText text =
                switch (parameters.text("parse_mode").toLowerCase(Locale.ROOT)) {
                    case "" -> HtmlMode.plain(source);
                    case "html" -> HtmlMode.parse(source);
                    default ->
                        throw BotApiException.badRequest("unsupported parse_mode (the simulator knows HTML and none)");
                };
        if (text.length() > limit) {
            throw BotApiException.badRequest(tooLong);
        }
        return text;
    }

    private void throttle(long chat) {
        limits.take(chat).ifPresent(seconds -> {
            throw BotApiException.tooManyRequests(seconds);
        });
    }

    @Override
    public synchronized void close() {
        closeWebhook();
    }
}
