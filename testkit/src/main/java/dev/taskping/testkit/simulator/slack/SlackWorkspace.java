package dev.taskping.testkit.simulator.slack;

import dev.taskping.testkit.simulator.slack.SlackMessage.SlackFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Channels and what stands in them. Thread safe. */
final class SlackWorkspace {

    private static final class Channel {
        final String name;
        boolean archived;
        boolean member = true;

        Channel(String name) {
            this.name = name;
        }
    }

    private final Map<String, Channel> channels = new LinkedHashMap<>();
    private final List<SlackMessage> messages = new ArrayList<>();
    private final Set<String> frozen = new HashSet<>();
    private long next = 100;

    synchronized void addChannel(String id, String name) {
        channels.put(id, new Channel(name));
    }

    synchronized List<String> channels() {
        return List.copyOf(channels.keySet());
    }

    synchronized String name(String channel) {
        return existing(channel).name;
    }

    synchronized boolean isArchived(String channel) {
        return existing(channel).archived;
    }

    synchronized boolean isMember(String channel) {
        return existing(channel).member;
    }

    synchronized void archive(String channel) {
        existing(channel).archived = true;
    }

    synchronized void removeBot(String channel) {
        existing(channel).member = false;
    }

    private Channel existing(String id) {
        Channel channel = channels.get(id);
        if (channel == null) {
            throw new SlackError("channel_not_found");
        }
        return channel;
    }

    /** The channel may be written to. */
    synchronized void open(String id) {
        Channel channel = existing(id);
        if (channel.archived) {
            throw new SlackError("is_archived");
        }
        if (!channel.member) {
            throw new SlackError("not_in_channel");
        }
    }

    synchronized List<SlackMessage> messages(String channel) {
        return messages.stream()
                .filter(message -> message.channelId().equals(channel))
                .toList();
    }

    synchronized Optional<SlackMessage> message(String channel, String timestamp) {
        return messages.stream()
                .filter(message -> message.channelId().equals(channel)
                        && message.timestamp().equals(timestamp))
                .findFirst();
    }

    synchronized void delete(String channel, String timestamp) {
        messages.removeIf(message ->
                message.channelId().equals(channel) && message.timestamp().equals(timestamp));
    }

    synchronized void freeze(String timestamp) {
        frozen.add(timestamp);
    }

    synchronized SlackMessage write(
            String channel, boolean byWebhook, SlackContent content, @Nullable SlackFile file, String thread) {
        SlackMessage message = new SlackMessage(
                channel,
                "1700000000." + String.format("%06d", next++),
                byWebhook,
                content.fallback(),
                content.title(),
                content.text(),
                content.formatted(),
                content.buttons(),
                file,
                // The text of a thread whose beginning is gone stands in the channel.
                message(channel, thread).map(SlackMessage::timestamp).orElse(null),
                content.pings(),
                Instant.now(),
                null,
                List.of());
        messages.add(message);
        return message;
    }

    synchronized SlackMessage edit(String channel, String timestamp, SlackContent content) {
        SlackMessage message = message(channel, timestamp).orElseThrow(() -> new SlackError("message_not_found"));
        if (message.byWebhook()) {
            throw new SlackError("cant_update_message");
        }
        if (frozen.contains(timestamp)) {
            throw new SlackError("edit_window_closed");
        }
        SlackMessage edited = message.edited(content, Instant.now());
        messages.set(messages.indexOf(message), edited);
        return edited;
    }
}
