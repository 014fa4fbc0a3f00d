package dev.taskping.relay.conversation.reply;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.message.MessageComposer;
import dev.taskping.relay.task.TaskView;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/** Messages about tasks that people ask about: status and logs. Pure. */
public final class TaskMessages {

    private TaskMessages() {}

    private static String nextOnes(List<NextLaunch> next) {
        return next.stream().map(NextLaunch::template).collect(Collectors.joining(", "));
    }

    /** The status of one task, worded as its own message. */
    public static Message status(TaskView task) {
        Message message = MessageComposer.compose(event(task), List.of());
        String title = task.outcome() == null ? "🏃 " + task.task().name() + " is running" : message.title();
        String next = task.next().isEmpty() ? "" : "Next: " + nextOnes(task.next());
        String text = message.text().isBlank() || next.isEmpty() ? message.text() + next : message.text() + "\n" + next;
        return new Message(title, message.severity(), text, message.facts(), null, List.of(), null);
    }

    /** The status of several tasks, one line each. */
    public static Message status(List<TaskView> tasks) {
        String lines = tasks.stream().map(task -> status(task).title()).collect(Collectors.joining("\n"));
        return new Message("The latest tasks", Severity.INFO, lines, List.of(), null, List.of(), null);
    }

    private static TaskEvent event(TaskView task) {
        TaskEventType type = task.outcome() == null ? TaskEventType.STARTED : TaskEventType.FINISHED;
        return new TaskEvent(
                TaskEvent.idOf(task.task().uid(), 0, type),
                URI.create("/"),
                type,
                task.task().uid(),
                task.updatedAt(),
                new TaskData(task.task(), task.outcome(), task.timing(), task.usage(), null, List.of(), task.next()));
    }

    /** The last lines of the log. */
    public static Message logs(TaskView task, int lines) {
        LogExcerpt log = task.log();
        if (log == null || log.tail().isBlank()) {
            return Message.line(Severity.INFO, "No log of " + task.task().name() + " has arrived.");
        }
        List<String> all = log.tail().lines().toList();
        List<String> last = all.subList(Math.max(0, all.size() - lines), all.size());
        boolean more = last.size() < all.size() || log.truncated();
        return new Message(
                "Log of " + task.task().name(),
                Severity.INFO,
                last.size() < lines && log.truncated() ? "These are all the lines that were kept." : "",
                List.of(),
                new LogExcerpt(String.join("\n", last), more),
                List.of(),
                null);
    }
}
