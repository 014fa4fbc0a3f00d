package dev.taskping.relay.command;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command as it rests in the database.
 *
 * @param id ours; the Launch is named from it
 * @param workspace where
 * @param cluster the cluster that is to do it
 * @param namespace the namespace of the template
 * @param taskUid the task that was answered
 * @param taskName its name, as far as known
 * @param requester who asked
 * @param target what to launch
 * @param state how far it has come
 * @param result what the cluster said
 * @param channelId where the request came from
 * @param channel that channel's name
 * @param conversation the provider's name for the conversation it came from
 * @param replyReference the person's message, for requests by text
 * @param editReference our message, for requests by button
 */
public record Command(
        UUID id,
        String workspace,
        String cluster,
        String namespace,
        @Nullable String taskUid,
        @Nullable String taskName,
        Requester requester,
        LaunchTarget target,
        State state,
        @Nullable CommandResult result,
        @Nullable UUID channelId,
        @Nullable ChannelKey channel,
        @Nullable String conversation,
        @Nullable String replyReference,
        @Nullable String editReference) {

    /** How far a command has come. */
    public enum State {
        /** Not sent yet: its cluster is not connected. */
        PENDING,
        /** Sent, and sent again on each reconnect, until there is a result. */
        SENT,
        /** Launched. */
        LAUNCHED,
        /** Refused by the cluster; the result says why. */
        REJECTED,
        /** Its cluster did not answer in time. */
        EXPIRED;

        /** The name in the database. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State ofId(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }

    /** The frame that carries this command to its cluster. */
    public TunnelFrame.LaunchCommand frame() {
        return new TunnelFrame.LaunchCommand(
                id.toString(),
                namespace,
                target.template(),
                null,
                target.parameters(),
                requester,
                new TunnelFrame.Cause(taskUid, taskName, channel),
                null,
                null);
    }
}
