package dev.taskping.testkit.simulator.discord;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.testkit.simulator.discord.DiscordServer.Forbidden;
import dev.taskping.testkit.simulator.http.Request;
import java.util.List;
import java.util.Optional;

/** The routes of API v10 that a bot and an incoming webhook need. */
final class DiscordRoutes {

    /** A route, found for a request. */
    record Route(String operation, String channel, String message) {

        boolean ofWebhook() {
            return operation.endsWith("Webhook") || operation.endsWith("WebhookMessage");
        }
    }

    private final DiscordServer server;
    private final DiscordAccount account;

    DiscordRoutes(DiscordServer server, DiscordAccount account) {
        this.server = server;
        this.account = account;
    }

    /** Names as in the documentation. */
    Optional<Route> route(Request request) {
        List<String> path =
                List.of(request.path().replaceFirst("^/api(/v10)?/", "").split("/"));
        String kind = request.method() + " " + path.getFirst() + " " + path.size();
        return switch (kind) {
            case "GET users 2" -> Optional.of(new Route("getCurrentUser", "", ""));
            case "GET channels 2" -> Optional.of(new Route("getChannel", path.get(1), ""));
            case "POST channels 3" -> Optional.of(new Route("createMessage", path.get(1), ""));
            case "PATCH channels 4" -> Optional.of(new Route("editMessage", path.get(1), path.get(3)));
            case "GET webhooks 3" -> webhook("getWebhook", path, "");
            case "POST webhooks 3" -> webhook("executeWebhook", path, "");
            case "PATCH webhooks 5" -> webhook("editWebhookMessage", path, path.get(4));
            default -> Optional.empty();
        };
    }

    private Optional<Route> webhook(String operation, List<String> path, String message) {
        boolean known = account.isWebhook(path.get(1), path.get(2));
        return Optional.of(new Route(operation, known ? account.webhookChannel() : "", message));
    }

    ObjectNode call(Route route, Request request) {
        if (route.ofWebhook()) {
            if (route.channel().isEmpty()) {
                throw DiscordError.of(404, 10015, "Unknown Webhook");
            }
        } else {
            authenticate(request);
            if (!route.channel().isEmpty()) {
                mayView(route.channel());
            }
        }
        return switch (route.operation()) {
            case "getCurrentUser" ->
                object().put("id", account.botId())
                        .put("username", account.botName())
                        .put("bot", true);
            case "getChannel" ->
                object().put("id", route.channel())
                        .put("type", 0)
                        .put("name", server.name(route.channel()).orElse(""));
            case "getWebhook" ->
                object().put("id", account.webhookId())
                        .put("type", 1)
                        .put("name", "TaskPing")
                        .put("channel_id", route.channel());
            case "createMessage" -> created(server.write(route.channel(), false, form(route, request), false));
            case "executeWebhook" -> created(server.write(route.channel(), true, MessageForm.of(request), true));
            case "editMessage" ->
                created(server.edit(route.channel(), route.message(), false, form(route, request), false));
            case "editWebhookMessage" ->
                created(server.edit(route.channel(), route.message(), true, MessageForm.of(request), true));
            default -> throw new IllegalStateException("No such operation: " + route.operation());
        };
    }

    private MessageForm form(Route route, Request request) {
        MessageForm form = MessageForm.of(request);
        if (!form.files().isEmpty() && server.forbids(route.channel(), Forbidden.ATTACH)) {
            throw DiscordError.of(403, 50013, "Missing Permissions");
        }
        return form;
    }

    private void authenticate(Request request) {
        if (!request.header("authorization").orElse("").equals("Bot " + account.token())) {
            throw DiscordError.unauthorized();
        }
    }

    private void mayView(String channel) {
        if (server.name(channel).isEmpty()) {
            throw DiscordError.of(404, 10003, "Unknown Channel");
        }
        if (server.forbids(channel, Forbidden.VIEW)) {
            throw DiscordError.of(403, 50001, "Missing Access");
        }
    }

    private static ObjectNode created(DiscordMessage message) {
        return object().put("id", message.id())
                .put("channel_id", message.channelId())
                .put("content", message.content());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
