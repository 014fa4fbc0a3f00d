package dev.taskping.operator.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.FromRelay;
import dev.taskping.protocol.tunnel.TunnelVersion;

/**
 * Reads frames of the relay, which may be of a later version than we are. What asks for something that we do not know is
 * answered, so that the person who asked is told; what asks for nothing is passed over. Neither ends the connection.
 */
record FrameReader(ObjectMapper json) {

    /** What came. */
    sealed interface Received {

        /** A command. */
        record Command(FromRelay command) implements Received {}

        /**
         * A command that we do not know.
         *
         * @param answer says so
         */
        record Unknown(CommandResult answer) implements Received {}

        /**
         * Nothing that wants an answer.
         *
         * @param why for the log
         */
        record Ignored(String why) implements Received {}
    }

    Received read(String text) {
        JsonNode tree;
        try {
            tree = json.readTree(text);
        } catch (JsonProcessingException e) {
            return new Received.Ignored("it is no JSON: " + e.getOriginalMessage());
        }
        try {
            TunnelFrame frame = json.treeToValue(tree, TunnelFrame.class);
            return switch (frame) {
                case null -> new Received.Ignored("it is empty");
                case FromRelay command when isComplete(command) -> new Received.Command(command);
                case FromRelay command -> unknown(tree, "something is missing in it");
                case CommandResult result -> new Received.Ignored("it is a result, which only we send");
            };
        } catch (JsonProcessingException e) {
            return unknown(tree, e.getOriginalMessage());
        }
    }

    /** JSON may leave out what every command has. */
    @SuppressWarnings("ConstantValue")
    private static boolean isComplete(FromRelay command) {
        boolean common = command.commandId() != null
                && command.namespace() != null
                && command.requestedBy() != null
                && command.requestedBy().name() != null
                && command.requestedBy().role() != null;
        return common
                && switch (command) {
                    case TunnelFrame.LaunchCommand launch ->
                        launch.cause() != null && (launch.template() == null) != (launch.retryOf() == null);
                    case TunnelFrame.TaskCommand task ->
                        task.taskUid() != null && task.taskName() != null && task.action() != null;
                };
    }

    private static Received unknown(JsonNode tree, String why) {
        String id = tree.path("commandId").asText("");
        if (id.isEmpty()) {
            return new Received.Ignored(why);
        }
        return new Received.Unknown(new CommandResult(
                id,
                CommandResult.Status.REJECTED,
                "NotSupported",
                "This cluster's operator (tunnel " + TunnelVersion.CURRENT.subprotocol()
                        + ") does not understand what was asked for; upgrade it",
                null,
                null));
    }
}
