package dev.taskping.relay.command;

import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command to submit, which its requester may give.
 *
 * @param workspace its workspace
 * @param cluster the cluster that carries it out
 * @param namespace the namespace of the task, and of the template
 * @param dedupKey the same for every repetition of the same request: {@code action:<id>} for a button,
 *     {@code <provider>:<chat>:<message>} for text, {@code token:<jti>} for a reply token
 * @param taskUid the task that was answered
 * @param personId who gave it, if it was a person
 * @param requester who gave it, as audits and messages name them
 * @param target what it does
 * @param channelId the channel the request came from and the result goes to
 * @param conversation the provider's name for the conversation it came from
 * @param replyReference the person's message, below which the result is told; absent for buttons
 * @param editReference our message, in which the result is shown; absent for text
 * @param ttl how long it is valid; absent for the configured time
 */
public record NewCommand(
        String workspace,
        String cluster,
        String namespace,
        String dedupKey,
        @Nullable String taskUid,
        @Nullable UUID personId,
        Requester requester,
        CommandTarget target,
        @Nullable UUID channelId,
        @Nullable String conversation,
        @Nullable String replyReference,
        @Nullable String editReference,
        @Nullable Duration ttl) {

    /** A command that is valid for the configured time. */
    public NewCommand(
            String workspace,
            String cluster,
            String namespace,
            String dedupKey,
            @Nullable String taskUid,
            @Nullable UUID personId,
            Requester requester,
            CommandTarget target,
            @Nullable UUID channelId,
            @Nullable String conversation,
            @Nullable String replyReference,
            @Nullable String editReference) {
        this(
                workspace,
                cluster,
                namespace,
                dedupKey,
                taskUid,
                personId,
                requester,
                target,
                channelId,
                conversation,
                replyReference,
                editReference,
                null);
    }
}
