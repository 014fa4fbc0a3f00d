package dev.taskping.chaos.verdict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.event.Result;
import dev.taskping.testkit.simulator.mail.InboxMessage;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import dev.taskping.testkit.simulator.webhook.ReceivedRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what providers took as a person would. A message may tell of many Jobs. Pure. */
public final class ReceivedMessages {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FINISHED = "dev.taskping.task.finished.v1";

    /** A message's title, or a line of a digest. */
    private static final Pattern END =
            Pattern.compile("\\b(chaos-[a-z0-9-]+) (succeeded|failed|was cancelled|ended unseen)\\b");

    private ReceivedMessages() {}

    /** The ends that a webhook tells of: one, or none if it tells of something else. */
    public static Stream<Receipt> read(ReceivedRequest request) {
        JsonNode event;
        try {
            event = JSON.readTree(request.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Webhook " + request.webhookId() + " is no JSON", e);
        }
        if (!FINISHED.equals(event.path("type").asText())) {
            return Stream.empty();
        }
        Result result =
                switch (event.at("/data/outcome/result").asText()) {
                    case "Succeeded" -> Result.SUCCEEDED;
                    case "Failed" -> Result.FAILED;
                    case "Cancelled" -> Result.CANCELLED;
                    case "Gone" -> Result.GONE;
                    default -> throw new IllegalStateException("An outcome nobody knows: " + request.body());
                };
        return Stream.of(new Receipt(
                Destination.WEBHOOK,
                event.at("/data/task/name").asText(),
                result,
                request.receivedAt(),
                request.webhookId()));
    }

    /** The ends that a chat message tells of. */
    public static Stream<Receipt> read(ChatMessage message) {
        return ends(Destination.TELEGRAM, message.text(), message.sentAt(), Long.toString(message.id()));
    }

    /** The ends that a mail tells of. */
    public static Stream<Receipt> read(InboxMessage mail) {
        return ends(Destination.EMAIL, mail.subject() + "\n" + mail.text(), mail.receivedAt(), mail.messageId());
    }

    private static Stream<Receipt> ends(Destination destination, String text, Instant at, String messageId) {
        Map<String, Receipt> ends = new HashMap<>();
        Matcher matcher = END.matcher(text);
        while (matcher.find()) {
            String job = matcher.group(1);
            ends.putIfAbsent(job, new Receipt(destination, job, result(matcher.group(2)), at, messageId));
        }
        return List.copyOf(ends.values()).stream();
    }

    private static Result result(String words) {
        return switch (words) {
            case "succeeded" -> Result.SUCCEEDED;
            case "failed" -> Result.FAILED;
            case "was cancelled" -> Result.CANCELLED;
            default -> Result.GONE;
        };
    }
}
