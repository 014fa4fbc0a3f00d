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

/** Messages about commands. Pure. */
public final class CommandMessages {

    private CommandMessages() {}

    /** The state of a command in one line, for the person who asked for it. */
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
     * Asks to confirm a launch.
     *
     * @param left how long the person has to answer
     */
    public static Message question(Command command, Duration left) {
        String text = "Only " + command.requester().name() + " can confirm this, within "
                + DurationFormat.words(rounded(left)) + ". Answer yes or no.";
        return new Message("❓ " + sentence(command.result()), Severity.WARNING, text, List.of(), null, List.of(), null);
    }

    /** Rounded up to whole minutes: the question took a moment to arrive. */
    private static Duration rounded(Duration left) {
        return left.compareTo(Duration.ofMinutes(1)) < 0
                ? left
                : left.plusSeconds(59).truncatedTo(ChronoUnit.MINUTES);
    }

    /** The answer to the request for confirmation. */
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
        return switch (command.expiryReason()) {
            case TOO_LATE -> not + wanted + " reached its cluster too late; send the command again";
            case NOT_CONFIRMED -> not + wanted + " was not confirmed within " + time + "; send the command again";
            case NO_ANSWER ->
                "⌛ The cluster did not answer within " + time + "; " + wanted + " may still have been "
                        + (task ? "done" : "launched") + ": check with status before you send it again";
            case NOT_SENT ->
                not + "the cluster was not connected for " + time + ", so " + wanted
                        + " was dropped; send the command again";
        };
    }

    /** What a command does, in a few words. */
    public static String wanted(CommandTarget target) {
        return switch (target) {
            case LaunchTarget launch -> launch.template();
            case RetryTarget retry -> retry.job() + " again";
            case TaskTarget task -> task.action().name().toLowerCase(Locale.ROOT) + " " + task.taskName();
        };
    }

    /** A command as a person would type it, for the audit: {@code launch evaluate}. */
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
