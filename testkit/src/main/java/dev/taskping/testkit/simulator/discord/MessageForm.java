package dev.taskping.testkit.simulator.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.testkit.simulator.discord.DiscordMessage.DiscordButton;
import dev.taskping.testkit.simulator.discord.DiscordMessage.Embed;
import dev.taskping.testkit.simulator.http.Multipart;
import dev.taskping.testkit.simulator.http.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The body of a request that writes or changes a message, with the documented rules (message resource, "Create Message" and
 * "Embed Limits"; components reference; reference, "Uploading Files").
 *
 * @param json the fields
 * @param files contents by the number in {@code files[n]}
 */
record MessageForm(JsonNode json, Map<Integer, Multipart.Part> files) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_CONTENT = 2000;
    private static final int MAX_EMBEDS = 10;
    private static final int MAX_TOTAL = 6000;
    private static final int MAX_FILE = 10 * 1024 * 1024;

    static MessageForm of(Request request) {
        try {
            if (!request.mediaType().equals("multipart/form-data")) {
                return new MessageForm(JSON.readTree(request.text()), Map.of());
            }
            Map<Integer, Multipart.Part> files = new HashMap<>();
            JsonNode json = JSON.createObjectNode();
            for (Map.Entry<String, Multipart.Part> part : Multipart.of(request).entrySet()) {
                if (part.getKey().equals("payload_json")) {
                    json = JSON.readTree(part.getValue().content());
                } else if (part.getKey().matches("files\\[\\d+]")
                        && part.getValue().fileName() != null) {
                    files.put(Integer.valueOf(part.getKey().replaceAll("\\D", "")), part.getValue());
                }
            }
            return new MessageForm(json, files);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw DiscordError.of(400, 50109, "The request body contains invalid JSON.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String content() {
        String content = json.path("content").asText("").strip();
        if (content.length() > MAX_CONTENT) {
            throw DiscordError.tooLong("content", MAX_CONTENT);
        }
        return content;
    }

    List<Embed> embeds() {
        JsonNode embeds = json.path("embeds");
        if (embeds.size() > MAX_EMBEDS) {
            throw DiscordError.tooLong("embeds", MAX_EMBEDS);
        }
        List<Embed> cards = new ArrayList<>();
        int total = 0;
        for (int i = 0; i < embeds.size(); i++) {
            Embed card = embed(embeds.get(i), "embeds." + i);
            total += length(card);
            cards.add(card);
        }
        if (total > MAX_TOTAL) {
            throw DiscordError.invalidForm(
                    "embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of " + MAX_TOTAL);
        }
        return cards;
    }

    private static Embed embed(JsonNode json, String name) {
        text(json, "title", name, 256);
        String description = text(json, "description", name, 4096);
        String footer = text(json.path("footer"), "text", name + ".footer", 2048);
        List<Embed.Field> fields = new ArrayList<>();
        if (json.path("fields").size() > 25) {
            throw DiscordError.tooLong(name + ".fields", 25);
        }
        for (JsonNode field : json.path("fields")) {
            String place = name + ".fields." + fields.size();
            Embed.Field read = new Embed.Field(text(field, "name", place, 256), text(field, "value", place, 1024));
            if (read.name().isEmpty() || read.value().isEmpty()) {
                throw DiscordError.required(place + (read.name().isEmpty() ? ".name" : ".value"));
            }
            fields.add(read);
        }
        if (description.isEmpty() && footer.isEmpty() && fields.isEmpty() && !json.has("title")) {
            throw DiscordError.required(name + ".description");
        }
        return new Embed(description, json.path("color").asInt(-1), List.copyOf(fields), footer);
    }

    private static String text(JsonNode json, String field, String place, int limit) {
        String text = json.path(field).asText("").strip();
        if (text.length() > limit) {
            throw DiscordError.tooLong(place + "." + field, limit);
        }
        return text;
    }

    private static int length(Embed card) {
        return card.description().length()
                + card.footer().length()
                + card.fields().stream()
                        .mapToInt(field -> field.name().length() + field.value().length())
                        .sum();
    }

    List<List<DiscordButton>> buttons() {
        JsonNode rows = json.path("components");
        if (rows.size() > 5) {
            throw DiscordError.tooLong("components", 5);
        }
        Set<String> ids = new HashSet<>();
        List<List<DiscordButton>> read = new ArrayList<>();
        for (JsonNode row : rows) {
            String place = "components." + read.size();
            int size = row.path("components").size();
            if (row.path("type").asInt() != 1 || size < 1 || size > 5) {
                throw DiscordError.invalidForm(
                        place + ".components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
            }
            List<DiscordButton> buttons = new ArrayList<>();
            for (JsonNode button : row.path("components")) {
                buttons.add(button(button, place + ".components." + buttons.size(), ids));
            }
            read.add(List.copyOf(buttons));
        }
        return read;
    }

    private static DiscordButton button(JsonNode json, String place, Set<String> ids) {
        String label = text(json, "label", place, 80);
        String id = json.path("custom_id").asText("");
        if (json.path("type").asInt() != 2
                || json.path("style").asInt() < 1
                || json.path("style").asInt() > 4) {
            throw DiscordError.invalidForm(place + ".style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4}.");
        }
        if (label.isEmpty()) {
            throw DiscordError.invalidForm(
                    place, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "Button must have a label or an emoji.");
        }
        if (id.isEmpty() || id.length() > 100) {
            throw DiscordError.invalidForm(
                    place + ".custom_id", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.");
        }
        if (!ids.add(id)) {
            throw DiscordError.invalidForm(
                    place + ".custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
        }
        return new DiscordButton(label, id);
    }

    /** New files, and the ids of those that stay. */
    List<DiscordMessage.DiscordFile> files(List<DiscordMessage.DiscordFile> earlier, String idPrefix) {
        List<DiscordMessage.DiscordFile> all = new ArrayList<>();
        Set<String> kept = new HashSet<>();
        json.path("attachments")
                .forEach(attachment -> kept.add(attachment.path("id").asText()));
        earlier.stream()
                .filter(file -> !json.has("attachments") || kept.contains(file.id()))
                .forEach(all::add);
        files.forEach((number, part) -> {
            if (part.content().length > MAX_FILE) {
                throw DiscordError.of(413, 40005, "Request entity too large");
            }
            all.add(new DiscordMessage.DiscordFile(
                    idPrefix + number,
                    String.valueOf(part.fileName()),
                    new String(part.content(), StandardCharsets.UTF_8)));
        });
        return List.copyOf(all);
    }

    /** Whom the message notifies: everybody named, unless {@code allowed_mentions} says otherwise. */
    List<String> pings() {
        List<String> pings = new ArrayList<>();
        String text = json.path("content").asText("");
        boolean restricted = json.has("allowed_mentions");
        Set<String> parsed = new HashSet<>();
        json.path("allowed_mentions").path("parse").forEach(kind -> parsed.add(kind.asText()));
        if (text.matches("(?s).*@(everyone|here).*") && (!restricted || parsed.contains("everyone"))) {
            pings.add("everyone");
        }
        if (text.matches("(?s).*<@[!&]?\\d+>.*") && (!restricted || parsed.contains("users"))) {
            pings.add("mentioned");
        }
        return pings;
    }
}
