package dev.taskping.testkit.simulator.discord;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Channels, what stands in them, and what the bot may do there. Thread safe. */
final class DiscordServer {

    /** What the bot may not do in a channel. */
    enum Forbidden {
        VIEW,
        ATTACH,
        READ_HISTORY
    }

    private final Map<String, String> channels = new LinkedHashMap<>();
    private final Map<String, Set<Forbidden>> forbidden = new HashMap<>();
    private final List<DiscordMessage> messages = new ArrayList<>();
    private final Map<String, String> idsByNonce = new HashMap<>();
    private long nextId = 1_200_000_000_000_000_000L;

    synchronized void addChannel(String id, String name) {
        channels.put(id, name);
    }

    synchronized List<String> channels() {
        return List.copyOf(channels.keySet());
    }

    synchronized Optional<String> name(String channel) {
        return Optional.ofNullable(channels.get(channel));
    }

    synchronized void forbid(String channel, Forbidden what) {
        forbidden.computeIfAbsent(channel, none -> new HashSet<>()).add(what);
    }

    synchronized boolean forbids(String channel, Forbidden what) {
        return forbidden.getOrDefault(channel, Set.of()).contains(what);
    }

    synchronized List<DiscordMessage> messages(String channel) {
        return messages.stream()
                .filter(message -> message.channelId().equals(channel))
                .toList();
    }

    synchronized Optional<DiscordMessage> message(String channel, String id) {
        return messages.stream()
                .filter(message ->
                        message.channelId().equals(channel) && message.id().equals(id))
                .findFirst();
    }

    synchronized void delete(String channel, String id) {
        messages.removeIf(
                message -> message.channelId().equals(channel) && message.id().equals(id));
    }

    /** Writes a message; the same enforced nonce again gives the first message and writes none. */
    synchronized DiscordMessage write(String channel, boolean byWebhook, MessageForm form, boolean buttonsIgnored) {
        String nonce = form.json().path("nonce").asText("");
        if (nonce.length() > 25) {
            throw DiscordError.tooLong("nonce", 25);
        }
        boolean enforced = !nonce.isEmpty() && form.json().path("enforce_nonce").asBoolean();
        Optional<DiscordMessage> first = enforced
                ? Optional.ofNullable(idsByNonce.get(nonce)).flatMap(id -> message(channel, id))
                : Optional.empty();
        if (first.isPresent()) {
            return first.get();
        }
        String id = Long.toString(nextId++);
        DiscordMessage message = checked(new DiscordMessage(
                channel,
                id,
                byWebhook,
                form.content(),
                form.embeds(),
                buttonsIgnored ? List.of() : form.buttons(),
                form.files(List.of(), id),
                replyTo(channel, form),
                (form.json().path("flags").asInt() & 1 << 12) != 0,
                form.pings(),
                Instant.now(),
                null,
                List.of()));
        messages.add(message);
        if (enforced) {
            idsByNonce.put(nonce, id);
        }
        return message;
    }

    private @Nullable String replyTo(String channel, MessageForm form) {
        String reference =
                form.json().path("message_reference").path("message_id").asText("");
        if (reference.isEmpty()) {
            return null;
        }
        if (forbids(channel, Forbidden.READ_HISTORY)) {
            throw DiscordError.of(400, 160002, "Cannot reply without permission to read message history");
        }
        if (message(channel, reference).isPresent()) {
            return reference;
        }
        if (form.json().path("message_reference").path("fail_if_not_exists").asBoolean(true)) {
            throw DiscordError.invalidForm("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message");
        }
        return null;
    }

    synchronized DiscordMessage edit(
            String channel, String id, boolean byWebhook, MessageForm form, boolean buttonsIgnored) {
        DiscordMessage message = message(channel, id).orElseThrow(DiscordError::unknownMessage);
        if (message.byWebhook() != byWebhook) {
            throw byWebhook
                    ? DiscordError.unknownMessage()
                    : DiscordError.of(403, 50005, "Cannot edit a message authored by another user");
        }
        DiscordMessage now = checked(new DiscordMessage(
                channel,
                id,
                byWebhook,
                form.json().has("content") ? form.content() : message.content(),
                form.json().has("embeds") ? form.embeds() : message.embeds(),
                buttonsIgnored || !form.json().has("components") ? message.buttons() : form.buttons(),
                form.files(message.files(), id + "-" + message.earlierTexts().size()),
                message.replyTo(),
                message.silent(),
                message.pings(),
                message.sentAt(),
                null,
                List.of()));
        DiscordMessage edited = message.edited(now, Instant.now());
        messages.set(messages.indexOf(message), edited);
        return edited;
    }

    private static DiscordMessage checked(DiscordMessage message) {
        if (message.content().isEmpty()
                && message.embeds().isEmpty()
                && message.buttons().isEmpty()
                && message.files().isEmpty()) {
            throw DiscordError.of(400, 50006, "Cannot send an empty message");
        }
        return message;
    }
}
