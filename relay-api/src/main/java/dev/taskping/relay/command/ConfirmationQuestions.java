package dev.taskping.relay.command;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Puts the question whether a launch is meant to the person who asked for it, in the place where they asked. */
public interface ConfirmationQuestions {

    /**
     * Called once for each command, in the transaction in which it begins to wait. The question's sentence is the message
     * of {@link Command#result()}; the answer goes to {@link CommandStore#confirm}.
     *
     * @param command in state {@link Command.State#AWAITING_CONFIRMATION}
     */
    void ask(Handle handle, Command command);

    /** The provider's name of the message with the question, in which the result is shown; empty if none is there. */
    Optional<String> placeOf(Handle handle, Command command);
}
