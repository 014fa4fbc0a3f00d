package dev.taskping.relay.channel.email;

import dev.taskping.protocol.message.Message.Action;
import dev.taskping.relay.channel.render.VisibleText;
import java.util.List;

/** Says what may be answered and how, where there are no buttons. */
final class ReplyHint {

    /** More would be a manual. */
    private static final int MAX_ACTIONS = 8;

    private ReplyHint() {}

    /** One sentence; empty if there is nothing to answer. */
    static String of(List<Action> actions) {
        List<String> words = actions.stream()
                .limit(MAX_ACTIONS)
                .map(action -> VisibleText.line(action.replyText()))
                .filter(text -> !text.isBlank())
                .distinct()
                .toList();
        if (words.isEmpty()) {
            return "";
        }
        int last = words.size() - 1;
        String named =
                last == 0 ? words.getFirst() : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
        return "To answer, reply to this mail and write in its first line: " + named + ".";
    }
}
