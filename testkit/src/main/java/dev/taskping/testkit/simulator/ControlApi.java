package dev.taskping.testkit.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.testkit.simulator.discord.DiscordSimulator;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.http.FaultPlan;
import dev.taskping.testkit.simulator.http.Reply;
import dev.taskping.testkit.simulator.http.Request;
import dev.taskping.testkit.simulator.slack.SlackSimulator;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import dev.taskping.testkit.simulator.telegram.Person;
import dev.taskping.testkit.simulator.telegram.TelegramSimulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page and the remote control. People's side of Telegram: {@code POST /_simulator/telegram/say},
 * {@code …/chats/{chat}/say}, {@code …/chats/{chat}/press}, {@code …/updates/{id}/redeliver}; what arrived:
 * {@code GET /_simulator/telegram/chats}, {@code …/chats/{chat}/messages}, {@code /_simulator/mail},
 * {@code /_simulator/webhooks}, {@code /_simulator/{discord|slack|feishu|sms}}, {@code /_simulator/transcript};
 * misbehaviour: {@code POST} and {@code DELETE} {@code /_simulator/{telegram|webhooks|discord|slack|feishu|sms}/faults}.
 */
final class ControlApi {

    private static final String ROOT = "/_simulator/";

    private final SimulatedProviders simulatedProviders;
    private final PhonePage page;
    private final Transcript transcript;
    private final ObjectMapper json = ProtocolJson.mapper();

    ControlApi(SimulatedProviders simulatedProviders) {
        this.simulatedProviders = simulatedProviders;
        this.page = new PhonePage(simulatedProviders);
        this.transcript = new Transcript(simulatedProviders);
    }

    Reply handle(Request request) {
        try {
            String path = request.path();
            if (path.startsWith(ROOT)) {
                return control(request, List.of(path.substring(ROOT.length()).split("/")));
            }
            return switch (path) {
                case "/" -> Reply.of(200, "text/html", page.whole());
                case "/live" -> Reply.of(200, "text/html", page.live());
                case "/healthz" -> Reply.of(200, "text/plain", "ok");
                default -> Reply.of(404, "text/plain", "There is nothing at " + path);
            };
        } catch (IllegalArgumentException e) {
            return answer(400, Map.of("error", String.valueOf(e.getMessage())));
        }
    }

    private Reply control(Request request, List<String> path) {
        return switch (path.getFirst()) {
            case "transcript" -> Reply.of(200, "text/plain", transcript.render());
            case "mail" -> answer(200, simulatedProviders.mail().messages());
            case "webhooks" -> webhooks(request, path);
            case "discord" ->
                path.size() > 1
                        ? faults(request, simulatedProviders.discord().faults())
                        : answer(200, simulatedProviders.discord().messages(DiscordSimulator.CHANNEL));
            case "slack" ->
                path.size() > 1
                        ? faults(request, simulatedProviders.slack().faults())
                        : answer(200, simulatedProviders.slack().messages(SlackSimulator.CHANNEL));
            case "feishu" ->
                path.size() > 1
                        ? faults(request, simulatedProviders.feishu().faults())
                        : answer(200, simulatedProviders.feishu().messages());
            case "sms" ->
                path.size() > 1
                        ? faults(request, simulatedProviders.twilio().faults())
                        : answer(200, simulatedProviders.twilio().messages());
            case "telegram" -> telegram(request, path.subList(1, path.size()));
            default -> Reply.empty(404);
        };
    }

    private Reply webhooks(Request request, List<String> path) {
        if (path.size() > 1 && path.get(1).equals("faults")) {
            return faults(request, simulatedProviders.webhooks().faults());
        }
        if (request.method().equals("DELETE")) {
            simulatedProviders.webhooks().clear();
        }
        return answer(200, simulatedProviders.webhooks().requests());
    }

    private Reply telegram(Request request, List<String> path) {
        return switch (String.join("/", path.subList(0, Math.min(1, path.size())))) {
            case "say" -> say(request, simulatedProviders.person().id());
            case "chats" -> path.size() == 1 ? chats() : chat(request, Long.parseLong(path.get(1)), path.get(2));
            case "presses" -> {
                Optional<String> said = simulatedProviders.telegram().answerTo(press(path.get(1)));
                yield answer(200, Map.of("answered", said.isPresent(), "text", said.orElse("")));
            }
            case "updates" -> {
                simulatedProviders
                        .telegram()
                        .redeliver(
                                Long.parseLong(path.get(1)),
                                body(request).path("times").asInt(1));
                yield answer(202, Map.of());
            }
            case "faults" -> faults(request, simulatedProviders.telegram().faults());
            default -> Reply.empty(404);
        };
    }

    private static TelegramSimulator.Told press(String id) {
        return new TelegramSimulator.Told(0, id);
    }

    private Reply chats() {
        ArrayNode chats = json.createArrayNode();
        for (long id : simulatedProviders.telegram().chats()) {
            chats.addObject()
                    .put("id", id)
                    .put("title", simulatedProviders.telegram().title(id))
                    .put("messages", simulatedProviders.telegram().messages(id).size());
        }
        return answer(200, chats);
    }

    private Reply chat(Request request, long chat, String what) {
        return switch (what) {
            case "messages" ->
                answer(
                        200,
                        simulatedProviders.telegram().messages(chat).stream()
                                .map(ControlApi::view)
                                .toList());
            case "say" -> say(request, chat);
            case "press" -> {
                JsonNode body = body(request);
                yield answer(
                        201,
                        simulatedProviders
                                .telegram()
                                .press(
                                        chat,
                                        person(body),
                                        body.path("messageId").asLong(),
                                        body.path("button").asText()));
            }
            default -> Reply.empty(404);
        };
    }

    /** A message with what a test or a script asks for, and a file as text. */
    private static Map<String, Object> view(ChatMessage message) {
        return Map.of(
                "message", message,
                "text", message.text(),
                "fromBot", message.fromBot(),
                "buttons", message.buttonLabels(),
                "document", message.document() == null ? "" : message.document().text());
    }

    private Reply say(Request request, long chat) {
        JsonNode body = body(request);
        Long replyTo = body.hasNonNull("replyTo") ? (Long) body.get("replyTo").asLong() : null;
        return answer(
                201,
                simulatedProviders
                        .telegram()
                        .say(chat, person(body), body.path("text").asText(), replyTo));
    }

    private Person person(JsonNode body) {
        JsonNode user = body.path("user");
        return user.isObject()
                ? new Person(user.path("id").asLong(), user.path("name").asText())
                : simulatedProviders.person();
    }

    /** {@code {"fault": "status|hang|reset|resetAfterAccept", "status": 500, "seconds": 5, "times": 1, "operation": ""}} */
    private Reply faults(Request request, FaultPlan plan) {
        if (request.method().equals("DELETE")) {
            plan.clear();
            return answer(200, Map.of());
        }
        JsonNode body = body(request);
        Duration seconds = Duration.ofSeconds(body.path("seconds").asLong(5));
        Fault fault =
                switch (body.path("fault").asText()) {
                    case "status" ->
                        new Fault.Status(body.path("status").asInt(500), body.hasNonNull("seconds") ? seconds : null);
                    case "hang" -> new Fault.Hang(seconds);
                    case "reset" -> new Fault.Reset();
                    case "resetAfterAccept" -> new Fault.ResetAfterAccept();
                    default ->
                        throw new IllegalArgumentException(
                                "'fault' must be one of status, hang, reset, resetAfterAccept");
                };
        int times = body.path("times").asInt(1);
        plan.failNext(body.path("operation").asText(), times <= 0 ? Integer.MAX_VALUE : times, fault);
        return answer(201, Map.of());
    }

    private JsonNode body(Request request) {
        try {
            return json.readTree(request.body().length == 0 ? "{}" : request.text());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The body is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private Reply answer(int status, Object body) {
        try {
            return Reply.json(status, json.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer cannot be written as JSON", e);
        }
    }
}
