package dev.taskping.testkit.installation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.ProtocolJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * What a person holds in the hand, when the providers are simulated: reads what arrived, writes, presses buttons. Talks to
 * the remote control of the simulators over HTTP.
 */
public final class Phone {

    /** The private chat of the one person the simulators know; it has the person's id. */
    public static final long CHAT = 1001;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration MESSAGE_PATIENCE = Duration.ofMinutes(2);

    private final URI simulators;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ObjectMapper json = ProtocolJson.mapper();

    /**
     * A phone.
     *
     * @param simulators where the simulators' page is, such as {@code http://127.0.0.1:8080}
     */
    public Phone(URI simulators) {
        this.simulators = simulators;
    }

    /** The page that shows the phone. */
    public URI page() {
        return simulators;
    }

    /** All that is in the chat now, oldest first. */
    public Stream<ChatEntry> chat() {
        return elements(get("/_simulator/telegram/chats/" + CHAT + "/messages")).map(ChatEntry::of);
    }

    /** The newest message of the bot whose text contains {@code words}. */
    public Optional<ChatEntry> messageFromBot(String words) {
        return chat().filter(entry -> entry.fromBot() && entry.text().contains(words))
                .reduce((earlier, later) -> later);
    }

    /** Waits for a message of the bot with all of the words in it; {@code after} is the id of an older message, or 0. */
    public ChatEntry awaitFromBot(long after, String... words) {
        return Awaitility.await("a message with " + String.join(" and ", words))
                .atMost(MESSAGE_PATIENCE)
                .until(
                        () -> chat().filter(entry -> entry.fromBot() && entry.id() > after)
                                .filter(entry -> List.of(words).stream().allMatch(entry.text()::contains))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Writes in answer to a message, and waits for what the bot says to that. */
    public ChatEntry answer(long replyTo, String text, String... words) {
        say(text, replyTo);
        long own = chat().filter(entry -> !entry.fromBot())
                .mapToLong(ChatEntry::id)
                .max()
                .orElseThrow();
        return awaitFromBot(own, words);
    }

    /** Writes into the chat; {@code replyTo} is a message's id. Answers the update's id. */
    public long say(String text, @Nullable Long replyTo) {
        return post(
                        "/_simulator/telegram/chats/" + CHAT + "/say",
                        replyTo == null ? Map.of("text", text) : Map.of("text", text, "replyTo", replyTo))
                .path("updateId")
                .asLong();
    }

    /** Presses a button. Answers the update's id. */
    public long press(long messageId, String button) {
        return post("/_simulator/telegram/chats/" + CHAT + "/press", Map.of("messageId", messageId, "button", button))
                .path("updateId")
                .asLong();
    }

    /** Has Telegram deliver an update again, as it does when an answer was lost. */
    public void redeliver(long update, int times) {
        post("/_simulator/telegram/updates/" + update + "/redeliver", Map.of("times", times));
    }

    /** The e-mails in the inbox, as JSON: {@code subject}, {@code text}, {@code html}, {@code to}. */
    public Stream<JsonNode> mails() {
        return elements(get("/_simulator/mail"));
    }

    /** The webhook requests that were taken, as JSON: {@code webhookId}, {@code signature}, {@code body}. */
    public Stream<JsonNode> webhooks() {
        return elements(get("/_simulator/webhooks"))
                .filter(request -> request.path("accepted").asBoolean());
    }

    /** The CloudEvents in the webhook requests that were taken. */
    public Stream<JsonNode> webhookEvents() {
        return webhooks().map(request -> parse(request.path("body").asText()));
    }

    /** Everything that arrived anywhere, in order, as text for a terminal. */
    public String transcript() {
        return text(request("/_simulator/transcript").GET());
    }

    private JsonNode get(String path) {
        return parse(text(request(path).GET()));
    }

    private JsonNode post(String path, Map<String, Object> body) {
        return parse(text(request(path)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.valueToTree(body).toString()))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(simulators.resolve(path)).timeout(PATIENCE);
    }

    private String text(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException("The provider simulators answered " + response.statusCode() + " to "
                        + request.method() + " " + request.uri() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("The provider simulators cannot be reached at " + simulators, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while talking to the provider simulators", e);
        }
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("Not JSON: " + text, e);
        }
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
