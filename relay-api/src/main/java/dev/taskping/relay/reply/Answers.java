package dev.taskping.relay.reply;

import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.notify.MessageComposer;
import dev.taskping.relay.task.TaskView;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What people are told in answer. Pure. */
final class Answers {

    static final String REFUSAL =
            "This bot speaks only with people who were invited to it. If you were, open the link you were given, or send"
                    + " /start and your code.";

    static final String TOO_FAST = "That was more than I can take in a minute. Try again in a minute.";

    private Answers() {}

    static Message line(Severity severity, String text) {
        return Message.line(severity, text);
    }

    static Message hint(String text) {
        return line(Severity.INFO, text);
    }

    static Message welcome(Member member, RegisteredChannel channel) {
        return new Message(
                "👋 Hello " + member.name(),
                Severity.SUCCESS,
                "You are paired with " + channel.key() + " as " + nameOf(member.role()) + ". "
                        + commands(member.role()),
                List.of(),
                null,
                List.of(),
                null);
    }

    static Message help(Member member) {
        return new Message(
                "What you can say",
                Severity.INFO,
                commands(member.role()) + " In answer to a message it is about that message's task, otherwise about the"
                        + " newest.",
                List.of(),
                null,
                List.of(),
                null);
    }

    private static String commands(Role role) {
        String reading = "status, logs 50 and help.";
        return role.includes(Role.LAUNCHER)
                ? "You can say: launch next, launch NAME key=value, " + reading
                : "You can say: " + reading;
    }

    static Message codeExpired(RegisteredChannel channel) {
        return line(
                Severity.WARNING,
                "This code has expired. A new one is in the status of the channel: kubectl -n "
                        + channel.key().namespace() + " get notificationchannel "
                        + channel.key().name() + " -o yaml");
    }

    static Message codeUsed() {
        return line(Severity.WARNING, "This code was used already. Ask for a new one.");
    }

    static Message accountTaken() {
        return line(
                Severity.WARNING,
                "This account is paired as somebody else in this namespace. Use the account that the code was meant for.");
    }

    static Message roleMissing(Role has, Role needed) {
        return line(
                Severity.WARNING,
                "Launching needs the role " + nameOf(needed) + "; yours here is " + nameOf(has)
                        + ". Whoever looks after the channel can change it.");
    }

    static Message noTask() {
        return line(Severity.INFO, "There is no task here yet that this could be about.");
    }

    static Message manyTasks() {
        return line(
                Severity.INFO,
                "That message tells of several tasks, so I cannot know which one you mean. Say it in a message of its own:"
                        + " status, or launch NAME key=value.");
    }

    static Message nothingNext(TaskView task) {
        return line(
                Severity.INFO,
                task.task().name() + " names nothing to launch next. Name a template: launch NAME key=value.");
    }

    static Message didYouMean(String template, String near) {
        return line(
                Severity.INFO,
                "I know no template \"" + template + "\" after this task. Did you mean: launch " + near + "?");
    }

    static String nextOnes(List<NextLaunch> next) {
        return next.stream().map(NextLaunch::template).collect(Collectors.joining(", "));
    }

    /** One task, as its own message would say it, with what holds now. */
    static Message status(TaskView task) {
        Message message = MessageComposer.compose(event(task), List.of());
        String title = task.outcome() == null ? "🏃 " + task.task().name() + " is running" : message.title();
        String next = task.next().isEmpty() ? "" : "Next: " + nextOnes(task.next());
        String text = message.text().isBlank() || next.isEmpty() ? message.text() + next : message.text() + "\n" + next;
        return new Message(title, message.severity(), text, message.facts(), null, List.of(), null);
    }

    /** Several tasks, a line each. */
    static Message status(List<TaskView> tasks) {
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
    static Message logs(TaskView task, int lines) {
        LogExcerpt log = task.log();
        if (log == null || log.tail().isBlank()) {
            return line(Severity.INFO, "No log of " + task.task().name() + " has arrived.");
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

    private static String nameOf(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
