package dev.taskping.testkit.simulator.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.testkit.simulator.http.Request;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a Bot API method, passed in any of the four documented ways: query, form, multipart form, JSON.
 *
 * @param fields text and JSON values by name
 * @param files uploaded files by name
 */
record Parameters(Map<String, String> fields, Map<String, Document> files) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Parameters of(Request request) {
        Map<String, String> fields = new HashMap<>(Request.fields(request.query()));
        Map<String, Document> files = new HashMap<>();
        switch (request.mediaType()) {
            case "application/x-www-form-urlencoded" -> fields.putAll(Request.fields(request.text()));
            case "application/json" ->
                json(request.text())
                        .properties()
                        .forEach(entry -> fields.put(
                                entry.getKey(),
                                entry.getValue().isTextual()
                                        ? entry.getValue().asText()
                                        : entry.getValue().toString()));
            case "multipart/form-data" -> multipart(request, fields, files);
            default -> {
                // No body.
            }
        }
        return new Parameters(fields, files);
    }

    private static void multipart(Request request, Map<String, String> fields, Map<String, Document> files) {
        try {
            MimeMultipart parts = new MimeMultipart(new ByteArrayDataSource(
                    request.body(), request.header("content-type").orElseThrow()));
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart part = parts.getBodyPart(i);
                ContentDisposition disposition = new ContentDisposition(part.getHeader("Content-Disposition")[0]);
                String name = disposition.getParameter("name");
                byte[] content = part.getInputStream().readAllBytes();
                if (disposition.getParameter("filename") == null) {
                    fields.put(name, new String(content, StandardCharsets.UTF_8));
                } else {
                    files.put(name, new Document(disposition.getParameter("filename"), content));
                }
            }
        } catch (MessagingException | IOException e) {
            throw BotApiException.badRequest("can't parse multipart form: " + e.getMessage());
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw BotApiException.badRequest("can't parse JSON object");
        }
    }

    String text(String name) {
        return fields.getOrDefault(name, "");
    }

    long number(String name, long otherwise) {
        String text = text(name);
        try {
            return text.isEmpty() ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw BotApiException.badRequest("parameter \"" + name + "\" must be an integer");
        }
    }

    /** The chat, which is a number here; {@code @channel} names are not simulated. */
    long chat() {
        if (text("chat_id").isEmpty()) {
            throw BotApiException.badRequest("chat_id is empty");
        }
        try {
            return Long.parseLong(text("chat_id"));
        } catch (NumberFormatException e) {
            throw BotApiException.badRequest("chat not found");
        }
    }

    @Nullable
    JsonNode object(String name) {
        String text = text(name);
        return text.isEmpty() ? null : json(text);
    }
}
