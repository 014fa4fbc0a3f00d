package dev.taskping.testkit.simulator.telegram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Button presses and what the bot said to each. Thread safe. */
final class CallbackQueries {

    private static final int MAX_ANSWER = 200;

    private final Map<String, Optional<String>> answers = new HashMap<>();
    private final List<String> order = new ArrayList<>();

    synchronized String open() {
        String id = Long.toString(900_000_000_000L + answers.size());
        answers.put(id, Optional.empty());
        order.add(id);
        return id;
    }

    synchronized void answer(String id, String text) {
        Optional<String> known = answers.get(id);
        if (known == null || known.isPresent()) {
            throw BotApiException.badRequest("query is too old and response timeout expired or query ID is invalid");
        }
        if (text.length() > MAX_ANSWER) {
            throw BotApiException.badRequest("MESSAGE_TOO_LONG");
        }
        answers.put(id, Optional.of(text));
    }

    /** What the person saw after a press; empty until the bot has answered it. */
    synchronized Optional<String> answerOf(String id) {
        return answers.getOrDefault(id, Optional.empty());
    }

    synchronized List<String> answered() {
        return order.stream().flatMap(id -> answerOf(id).stream()).toList();
    }
}
