package dev.taskping.relay.notify;

import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.relay.command.Command;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what became of a command. Pure. */
public final class CommandMessages {

    private CommandMessages() {}

    /**
     * A line about the command as it stands, for the person who asked.
     *
     * @param waited how long a command waits for its cluster before it expires
     */
    public static Message line(Command command, Duration waited) {
        String askedBy = " — asked by " + command.requester().name();
        CommandResult result = command.result();
        String template = command.target().template();
        return switch (command.state()) {
            case PENDING ->
                Message.line(Severity.INFO, "⏳ " + template + " waits for its cluster to connect" + askedBy);
            case SENT -> Message.line(Severity.INFO, "⏳ " + template + " is being launched" + askedBy);
            case LAUNCHED -> Message.line(Severity.SUCCESS, "🚀 Launched " + launched(result, template) + askedBy);
            case REJECTED -> Message.line(Severity.ERROR, "⚠ Not launched: " + rejected(result) + askedBy);
            case EXPIRED ->
                Message.line(
                        Severity.WARNING,
                        "⌛ Not launched: the cluster was not heard of for " + Durations.words(waited) + ", so "
                                + template + " was dropped; ask again" + askedBy);
        };
    }

    /** The message whose button was pressed, with the buttons replaced by what became of the command. */
    public static Message edited(Message original, Message line) {
        return original.withBelow(line.title()).withActions(List.of());
    }

    private static String launched(@Nullable CommandResult result, String template) {
        if (result == null) {
            return template;
        }
        return result.job() != null ? result.job() : result.launch() != null ? result.launch() : template;
    }

    private static String rejected(@Nullable CommandResult result) {
        return result == null ? "the cluster refused" : result.message();
    }
}
