package dev.taskping.relay.command;

import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.protocol.time.DurationFormat;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what became of a command. Pure. */
public final class CommandMessages {

    private CommandMessages() {}

    /** A line about the command as it stands, for the person who asked. */
    public static Message line(Command command) {
        String askedBy = " — asked by " + command.requester().name();
        CommandResult result = command.result();
        String wanted = wanted(command.target());
        boolean task = command.target() instanceof TaskTarget;
        String not = task ? "⚠ Not done: " : "⚠ Not launched: ";
        String late = command.validity().wasGivenUp() ? ", after all" : "";
        return switch (command.state()) {
            case PENDING -> Message.line(Severity.INFO, "⏳ " + wanted + " waits for its cluster to connect" + askedBy);
            case SENT ->
                Message.line(Severity.INFO, "⏳ " + wanted + (task ? " is on its way" : " is being launched") + askedBy);
            case AWAITING_CONFIRMATION -> Message.line(Severity.WARNING, "❓ " + sentence(result) + askedBy);
            case LAUNCHED -> Message.line(Severity.SUCCESS, "🚀 Launched " + launched(result, wanted) + late + askedBy);
            case DONE -> Message.line(Severity.SUCCESS, "✔ " + sentence(result) + late + askedBy);
            case REJECTED -> Message.line(Severity.ERROR, not + sentence(result) + askedBy);
            case EXPIRED -> Message.line(Severity.WARNING, expired(command, wanted, task) + askedBy);
        };
    }

    /**
     * Asks whether a launch is meant.
     *
     * @param left how long it can be answered
     */
    public static Message question(Command command, Duration left) {
        String text = "Only " + command.requester().name() + " can confirm this, within "
                + DurationFormat.words(rounded(left)) + ". Answer yes or no.";
        return new Message("❓ " + sentence(command.result()), Severity.WARNING, text, List.of(), null, List.of(), null);
    }

    /** Whole minutes, where there are any: nobody counts the second that the question took to arrive. */
    private static Duration rounded(Duration left) {
        return left.compareTo(Duration.ofMinutes(1)) < 0
                ? left
                : left.plusSeconds(59).truncatedTo(ChronoUnit.MINUTES);
    }

    /** Says that the question was answered. */
    public static Message answered(Command command, boolean meant) {
        String who = command.requester().name();
        return meant
                ? Message.line(
                        Severity.INFO, "✔ Confirmed by " + who + ": " + wanted(command.target()) + " is on its way")
                : Message.line(
                        Severity.INFO, "✖ Cancelled by " + who + ": " + wanted(command.target()) + " is not launched");
    }

    /** The message whose button was pressed, with the buttons replaced by what became of the command. */
    public static Message edited(Message original, Message line) {
        return original.withBelow(line.title()).withActions(List.of());
    }

    private static String expired(Command command, String wanted, boolean task) {
        String not = task ? "⌛ Not done: " : "⌛ Not launched: ";
        String time = DurationFormat.words(command.validity().length());
        return switch (command.lapse()) {
            case TOO_LATE -> not + wanted + " reached its cluster too late; ask again";
            case NOT_CONFIRMED -> not + "nobody said within " + time + " that " + wanted + " is meant; ask again";
            case NO_ANSWER ->
                "⌛ No answer from the cluster to " + wanted + " within " + time + "; it may still have been "
                        + (task ? "done" : "launched") + ": look with status before you ask again";
            case NOT_SENT ->
                not + "the cluster was not heard of for " + time + ", so " + wanted + " was dropped; ask again";
        };
    }

    /** What a command wants, in a few words. */
    public static String wanted(CommandTarget target) {
        return switch (target) {
            case LaunchTarget launch -> launch.template();
            case RetryTarget retry -> retry.job() + " again";
            case TaskTarget task -> task.action().name().toLowerCase(Locale.ROOT) + " " + task.taskName();
        };
    }

    /** A command in the words of whoever asked for it, as audits have it: {@code launch evaluate}. */
    public static String request(CommandTarget target) {
        return switch (target) {
            case LaunchTarget launch -> "launch " + launch.template();
            case RetryTarget retry -> "retry " + retry.job();
            case TaskTarget task ->
                wanted(task) + (task.extendBy() == null ? "" : " by " + DurationFormat.words(task.extendBy()));
        };
    }

    private static String launched(@Nullable CommandResult result, String wanted) {
        if (result == null) {
            return wanted;
        }
        return result.job() != null ? result.job() : result.launch() != null ? result.launch() : wanted;
    }

    private static String sentence(@Nullable CommandResult result) {
        return result == null ? "the cluster gave no reason" : result.message();
    }
}
