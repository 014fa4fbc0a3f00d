package dev.taskping.testkit.simulator.telegram;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The chats and what stands in them. Thread safe. */
final class Conversations {

    /** What a chat is called and what was written in it. */
    private static final class Chat {
        final String title;
        final NavigableMap<Long, ChatMessage> messages = new TreeMap<>();

        Chat(String title) {
            this.title = title;
        }
    }

    private final Clock clock = Clock.systemUTC();
    private final Map<Long, Chat> chats = new LinkedHashMap<>();
    private final Map<Long, Person> strangers = new HashMap<>();
    private final Set<Long> blocked = new HashSet<>();
    private long lastMessageId;

    /** A person exists whom the bot has seen but who has never written to it. */
    synchronized void addStranger(Person person) {
        strangers.put(person.id(), person);
    }

    synchronized void addGroup(long chatId, String title) {
        if (chatId >= 0) {
            throw new IllegalArgumentException("Group " + chatId + " needs a negative id, as at Telegram");
        }
        chats.putIfAbsent(chatId, new Chat(title));
    }

    /** The person wants nothing more from the bot, until they write to it again. */
    synchronized void block(long personId) {
        blocked.add(personId);
    }

    synchronized List<Long> chatIds() {
        return List.copyOf(chats.keySet());
    }

    synchronized String title(long chatId) {
        Chat chat = chats.get(chatId);
        return chat == null ? "" : chat.title;
    }

    synchronized List<ChatMessage> messages(long chatId) {
        Chat chat = chats.get(chatId);
        return chat == null ? List.of() : new ArrayList<>(chat.messages.values());
    }

    synchronized Optional<ChatMessage> message(long chatId, long messageId) {
        Chat chat = chats.get(chatId);
        return chat == null ? Optional.empty() : Optional.ofNullable(chat.messages.get(messageId));
    }

    synchronized void delete(long chatId, long messageId) {
        Chat chat = chats.get(chatId);
        if (chat == null || chat.messages.remove(messageId) == null) {
            throw new IllegalArgumentException("There is no message " + messageId + " in chat " + chatId);
        }
    }

    /** A person writes; writing privately is what starts the bot, and unblocks it. */
    synchronized ChatMessage write(long chatId, Person person, String text, @Nullable Long replyTo) {
        if (chatId > 0) {
            chats.putIfAbsent(chatId, new Chat(person.name()));
            blocked.remove(chatId);
        } else if (!chats.containsKey(chatId)) {
            throw new IllegalArgumentException("The bot is in no group " + chatId + "; add it by addGroup");
        }
        return add(chatId, person, HtmlMode.plain(text), null, List.of(), replyTo);
    }

    /** The bot writes, if it may. */
    synchronized ChatMessage send(
            long chatId,
            FormattedText content,
            @Nullable Document document,
            List<List<Button>> buttons,
            @Nullable Long replyTo,
            boolean withoutReplyIfMissing) {
        Chat chat = reachable(chatId);
        boolean missing = replyTo != null && !chat.messages.containsKey(replyTo);
        if (missing && !withoutReplyIfMissing) {
            throw BotApiException.badRequest("message to be replied not found");
        }
        return add(chatId, null, content, document, buttons, missing ? null : replyTo);
    }

    /** The bot changes a message of its own. */
    synchronized ChatMessage edit(long chatId, long messageId, UnaryOperator<ChatMessage> change) {
        Chat chat = reachable(chatId);
        ChatMessage before = chat.messages.get(messageId);
        if (before == null) {
            throw BotApiException.badRequest("message to edit not found");
        }
        if (!before.fromBot()) {
            throw BotApiException.badRequest("message can't be edited");
        }
        ChatMessage after = change.apply(before);
        if (after.content().equals(before.content()) && after.buttons().equals(before.buttons())) {
            throw BotApiException.badRequest("message is not modified: specified new message content and reply markup"
                    + " are exactly the same as a current content and reply markup of the message");
        }
        chat.messages.put(messageId, after);
        return after;
    }

    ChatMessage withContent(ChatMessage message, FormattedText content, List<List<Button>> buttons) {
        return message.edited(content, buttons, clock.instant());
    }

    private Chat reachable(long chatId) {
        if (blocked.contains(chatId)) {
            throw BotApiException.forbidden("bot was blocked by the user");
        }
        Chat chat = chats.get(chatId);
        if (chat != null) {
            return chat;
        }
        throw strangers.containsKey(chatId)
                ? BotApiException.forbidden("bot can't initiate conversation with a user")
                : BotApiException.badRequest("chat not found");
    }

    private ChatMessage add(
            long chatId,
            @Nullable Person author,
            FormattedText content,
            @Nullable Document document,
            List<List<Button>> buttons,
            @Nullable Long replyTo) {
        ChatMessage message = new ChatMessage(
                chatId, ++lastMessageId, author, content, document, buttons, replyTo, clock.instant(), null, List.of());
        Chat chat = chats.get(chatId);
        if (chat == null) {
            throw new IllegalStateException("Chat " + chatId + " vanished");
        }
        chat.messages.put(message.id(), message);
        return message;
    }
}
