package dev.taskping.relay.command;

import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command that was asked for and is allowed.
 *
 * @param workspace where
 * @param cluster the cluster that is to do it
 * @param namespace the namespace of the task, and of the template
 * @param dedupKey the same for every repetition of the same request: {@code action:<id>} for a button,
 *     {@code <provider>:<chat>:<message>} for text, {@code token:<jti>} for a reply token
 * @param taskUid the task that was answered
 * @param personId who asked, where it was a person
 * @param requester who asked, as audits and messages call them
 * @param target what is to be done
 * @param channelId where the request came from and its result goes to
 * @param conversation the provider's name for the conversation it came from
 * @param replyReference the person's message, below which the result is told; absent for buttons
 * @param editReference our message, in which the result is shown; absent for text
 * @param ttl how long it is wanted; absent: as long as the configuration says
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

    /** A command that is wanted as long as the configuration says. */
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
