package dev.taskping.testkit.simulator.feishu;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A group chat and what stands in it. Thread safe. */
final class Group {

    private final Map<String, FeishuMessage> messages = new LinkedHashMap<>();
    private final Map<String, String> idsByUuid = new LinkedHashMap<>();
    private int written;

    synchronized List<FeishuMessage> messages() {
        return new ArrayList<>(messages.values());
    }

    synchronized Optional<FeishuMessage> find(String id) {
        return Optional.ofNullable(messages.get(id));
    }

    /** Writes once for each uuid ("Send message", uuid; within an hour, which nothing here outlives). */
    synchronized FeishuMessage write(
            String bot,
            String type,
            Displayed content,
            @Nullable FeishuFile file,
            @Nullable String parent,
            String uuid) {
        String known = uuid.isEmpty() ? null : idsByUuid.get(uuid);
        FeishuMessage before = known == null ? null : messages.get(known);
        if (before != null) {
            return before;
        }
        FeishuMessage message = new FeishuMessage(
                "om_%032x".formatted(++written), bot, type, content, file, parent, Instant.now(), null, List.of());
        messages.put(message.id(), message);
        idsByUuid.put(uuid, message.id());
        return message;
    }

    synchronized void edit(String id, Displayed content) {
        FeishuMessage before = existing(id);
        if (!before.bot().equals("app") || !before.type().equals("interactive")) {
            throw new FeishuException(400, 230001, "Your request contains an invalid request parameter, message type");
        }
        messages.put(id, before.edited(content, Instant.now()));
    }

    synchronized FeishuMessage existing(String id) {
        FeishuMessage message = messages.get(id);
        if (message == null) {
            throw new FeishuException(400, 230011, "The message is recalled.");
        }
        return message;
    }

    synchronized void recall(String id) {
        if (messages.remove(id) == null) {
            throw new IllegalArgumentException("There is no message " + id);
        }
    }
}
