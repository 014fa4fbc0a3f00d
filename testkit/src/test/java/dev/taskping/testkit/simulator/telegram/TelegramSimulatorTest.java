package dev.taskping.testkit.simulator.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.taskping.testkit.simulator.http.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelegramSimulatorTest {

    private static final Person MIA = new Person(1001, "Mia");

    private final TelegramSimulator telegram = TelegramSimulator.start();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @AfterEach
    void stop() {
        telegram.close();
    }

    @Test
    void refusesAWrongToken() throws Exception {
        JsonNode answer = post(telegram.url() + "/botwrong:token/getMe", "");
        assertThat(answer.get("error_code").asInt()).isEqualTo(401);
        assertThat(answer.get("description").asText()).isEqualTo("Unauthorized");
    }

    @Test
    void aBotCannotWriteFirst() throws Exception {
        telegram.addStranger(MIA);
        assertThat(refusal("sendMessage", "chat_id=1001&text=hi"))
                .isEqualTo("Forbidden: bot can't initiate conversation with a user");
        assertThat(refusal("sendMessage", "chat_id=42&text=hi")).isEqualTo("Bad Request: chat not found");
    }

    @Test
    void enforcesTheLimitsOfText() throws Exception {
        telegram.say(MIA, "/start");
        assertThat(refusal("sendMessage", "chat_id=1001&text=+%0A")).isEqualTo("Bad Request: message text is empty");
        assertThat(refusal("sendMessage", "chat_id=1001&text=" + "x".repeat(4097)))
                .isEqualTo("Bad Request: message is too long");
        call("sendMessage", "chat_id=1001&parse_mode=HTML&text=" + encoded("<b>" + "&amp;".repeat(4096) + "</b>"));
        assertThat(telegram.fromBot(1001).getLast().text()).isEqualTo("&".repeat(4096));
    }

    @Test
    void enforcesTheLimitOfButtons() throws Exception {
        telegram.say(MIA, "/start");
        String markup =
                encoded("{\"inline_keyboard\":[[{\"text\":\"Go\",\"callback_data\":\"" + "x".repeat(65) + "\"}]]}");
        assertThat(refusal("sendMessage", "chat_id=1001&text=hi&reply_markup=" + markup))
                .isEqualTo("Bad Request: BUTTON_DATA_INVALID");
    }

    @Test
    void anEditMustChangeSomething() throws Exception {
        telegram.say(MIA, "/start");
        long id = call("sendMessage", "chat_id=1001&text=one").get("message_id").asLong();
        assertThat(refusal("editMessageText", "chat_id=1001&text=one&message_id=" + id))
                .startsWith("Bad Request: message is not modified");
        call("editMessageText", "chat_id=1001&text=two&message_id=" + id);
        assertThat(telegram.fromBot(1001).getLast().earlierTexts()).containsExactly("one");
    }

    @Test
    void anUpdateComesAgainUntilAHigherOneIsAskedFor() throws Exception {
        TelegramSimulator.Told told = telegram.say(MIA, "hello");
        assertThat(updateIds("offset=0")).containsExactly(told.updateId());
        assertThat(updateIds("offset=" + told.updateId())).containsExactly(told.updateId());
        assertThat(updateIds("offset=" + (told.updateId() + 1))).isEmpty();
        telegram.redeliver(told.updateId(), 1);
        assertThat(updateIds("offset=" + (told.updateId() + 1))).containsExactly(told.updateId());
    }

    @Test
    void aSecondPollerEndsTheFirst() throws Exception {
        CompletableFuture<HttpResponse<String>> first = client.sendAsync(
                HttpRequest.newBuilder(URI.create(bot("getUpdates") + "?timeout=30"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Awaitility.await().untilAsserted(() -> {
            updateIds("timeout=0");
            assertThat(first).isDone();
        });
        assertThat(first.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(409);
    }

    @Test
    void aWebhookIsTriedUntilItAnswers() throws Exception {
        List<String> secrets = new CopyOnWriteArrayList<>();
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            secrets.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Telegram-Bot-Api-Secret-Token")));
            exchange.sendResponseHeaders(secrets.size() < 3 ? 500 : 200, -1);
            exchange.close();
        });
        hook.start();
        try {
            call(
                    "setWebhook",
                    "secret_token=s3cret&url="
                            + encoded("http://127.0.0.1:" + hook.getAddress().getPort()));
            telegram.say(MIA, "hello");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(telegram.pendingUpdates()).isZero());
            assertThat(secrets).containsExactly("s3cret", "s3cret", "s3cret");
            assertThat(refusal("getUpdates", "")).startsWith("Conflict: can't use getUpdates method while webhook");
        } finally {
            hook.stop(0);
        }
    }

    @Test
    void tooManyMessagesAreRefusedWithATime() throws Exception {
        try (TelegramSimulator limited =
                TelegramSimulator.start(0, telegram.token(), "taskping_bot", RateLimits.documented())) {
            limited.say(MIA, "/start");
            String url = limited.url() + "/bot" + limited.token() + "/sendMessage";
            JsonNode answer = post(url, "chat_id=1001&text=x");
            for (int i = 0; i < 10 && answer.get("ok").asBoolean(); i++) {
                answer = post(url, "chat_id=1001&text=x");
            }
            assertThat(answer.get("error_code").asInt()).isEqualTo(429);
            assertThat(answer.at("/parameters/retry_after").asInt()).isPositive();
        }
    }

    @Test
    void aPressIsAnsweredOnce() throws Exception {
        telegram.say(MIA, "/start");
        String markup = encoded("{\"inline_keyboard\":[[{\"text\":\"Go\",\"callback_data\":\"a1\"}]]}");
        long id = call("sendMessage", "chat_id=1001&text=hi&reply_markup=" + markup)
                .get("message_id")
                .asLong();
        TelegramSimulator.Told press = telegram.press(1001, MIA, id, "Go");
        call("answerCallbackQuery", "text=Launching&callback_query_id=" + press.id());
        assertThat(telegram.answerTo(press)).contains("Launching");
        assertThat(refusal("answerCallbackQuery", "callback_query_id=" + press.id()))
                .contains("query ID is invalid");
    }

    @Test
    void plannedFaultsHappen() throws Exception {
        telegram.faults().failNext("getMe", 1, new Fault.Status(500, null));
        assertThat(refusal("getMe", "")).isEqualTo("Internal Server Error");
        assertThat(call("getMe", "").get("username").asText()).isEqualTo("taskping_bot");
    }

    private List<Long> updateIds(String query) throws Exception {
        return call("getUpdates", query).findValuesAsText("update_id").stream()
                .map(Long::valueOf)
                .toList();
    }

    private String bot(String method) {
        return telegram.url() + "/bot" + telegram.token() + "/" + method;
    }

    private JsonNode call(String method, String form) throws IOException, InterruptedException {
        JsonNode answer = post(bot(method), form);
        assertThat(answer.get("ok").asBoolean()).as(answer.toString()).isTrue();
        return answer.get("result");
    }

    private String refusal(String method, String form) throws IOException, InterruptedException {
        return post(bot(method), form).path("description").asText();
    }

    private JsonNode post(String url, String form) throws IOException, InterruptedException {
        return json.readTree(client.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .timeout(Duration.ofSeconds(20))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
