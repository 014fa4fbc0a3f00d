package dev.taskping.operator.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.FromRelay;
import dev.taskping.protocol.tunnel.TunnelVersion;

/**
 * Decodes frames from the relay, which may be newer than this operator. An unknown command is answered, so that the person who
 * gave it gets an answer; a frame that is no command is ignored. Neither closes the connection.
 */
record FrameDecoder(ObjectMapper json) {

    /** A decoded frame. */
    sealed interface Decoded {

        /** A command. */
        record Command(FromRelay command) implements Decoded {}

        /**
         * A command that this operator does not know.
         *
         * @param answer the result to send
         */
        record UnknownCommand(CommandResult answer) implements Decoded {}

        /**
         * A frame that needs no answer.
         *
         * @param why for the log
         */
        record Ignored(String why) implements Decoded {}
    }

    Decoded decode(String text) {
        JsonNode tree;
        try {
            tree = json.readTree(text);
        } catch (JsonProcessingException e) {
            return new Decoded.Ignored("it is not JSON: " + e.getOriginalMessage());
        }
        try {
            TunnelFrame frame = json.treeToValue(tree, TunnelFrame.class);
            return switch (frame) {
                case null -> new Decoded.Ignored("it is empty");
                case FromRelay command when isComplete(command) -> new Decoded.Command(command);
                case FromRelay command -> unknown(tree, "a field is missing");
                case CommandResult result -> new Decoded.Ignored("it is a result, which only operators send");
            };
        } catch (JsonProcessingException e) {
            return unknown(tree, e.getOriginalMessage());
        }
    }

    /** Whether the frame has every field that its Java type declares as present. */
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

    private static Decoded unknown(JsonNode tree, String why) {
        String id = tree.path("commandId").asText("");
        if (id.isEmpty()) {
            return new Decoded.Ignored(why);
        }
        return new Decoded.UnknownCommand(new CommandResult(
                id,
                CommandResult.Status.REJECTED,
                "NotSupported",
                "This cluster's operator (tunnel " + TunnelVersion.CURRENT.subprotocol()
                        + ") does not know this command; upgrade it",
                tree.path("namespace").textValue(),
                null,
                null));
    }
}
