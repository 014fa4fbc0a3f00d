package dev.taskping.relay.command;

import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.relay.audit.Decision;
import org.jspecify.annotations.Nullable;

/**
 * How a finished command is recorded in the audit: in our words, never in those of the person or the template.
 *
 * @param decision what became of it
 * @param reason what was created, or why nothing was
 */
record CommandAuditEntry(Decision decision, String reason) {

    /** The entry of a command in a final state. */
    static CommandAuditEntry of(Command command) {
        CommandResult result = command.result();
        String late = command.validity().wasGivenUp() ? ", after it had expired" : "";
        return switch (command.state()) {
            case LAUNCHED -> new CommandAuditEntry(Decision.DONE, made(result) + late);
            case DONE -> new CommandAuditEntry(Decision.DONE, "as asked" + late);
            case REJECTED -> new CommandAuditEntry(Decision.REJECTED, reason(result) + late);
            case EXPIRED -> new CommandAuditEntry(Decision.EXPIRED, expiry(command));
            case PENDING, SENT, AWAITING_CONFIRMATION ->
                throw new IllegalArgumentException("Command " + command.id() + " has not ended: " + command.state());
        };
    }

    private static String made(@Nullable CommandResult result) {
        if (result == null || (result.job() == null && result.launch() == null)) {
            return "launched";
        }
        return result.job() != null ? "Job " + result.job() : "Launch " + result.launch();
    }

    private static String reason(@Nullable CommandResult result) {
        return result == null || result.reason() == null ? "no reason given" : result.reason();
    }

    private static String expiry(Command command) {
        return switch (command.expiryReason()) {
            case TOO_LATE -> "reached its cluster too late";
            case NOT_CONFIRMED -> "not confirmed in time";
            case NO_ANSWER -> "no answer from its cluster";
            case NOT_SENT -> "its cluster was not connected";
        };
    }
}
