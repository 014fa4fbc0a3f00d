package dev.taskping.relay.command;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.Confirmation;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored command.
 *
 * @param id the id, which also names the Launch
 * @param workspace its workspace
 * @param cluster the cluster that carries it out
 * @param namespace the namespace of the task, and of the template
 * @param taskUid the task that was answered
 * @param taskName its name, as far as known
 * @param requester who asked
 * @param target what it does
 * @param state its state
 * @param result the cluster's last result
 * @param channelId the channel the request came from
 * @param channel that channel's name
 * @param conversation the provider's name for the conversation it came from
 * @param replyReference the person's message, for requests by text
 * @param editReference our message, for requests by button
 * @param confirmation the person's answer to the request for confirmation
 * @param validity how long it is valid, and whether it was sent or expired
 */
public record Command(
        UUID id,
        String workspace,
        String cluster,
        String namespace,
        @Nullable String taskUid,
        @Nullable String taskName,
        Requester requester,
        CommandTarget target,
        State state,
        @Nullable CommandResult result,
        @Nullable UUID channelId,
        @Nullable ChannelKey channel,
        @Nullable String conversation,
        @Nullable String replyReference,
        @Nullable String editReference,
        @Nullable Confirmation confirmation,
        Validity validity) {

    /**
     * How long a command is valid.
     *
     * @param createdAt when it was submitted
     * @param expiresAt until when it is valid
     * @param firstSentAt when it was first sent to its cluster, which may have acted since; absent if it was not sent
     * @param expiredAt when the person was told that it expired; absent if they were not
     */
    public record Validity(
            Instant createdAt, Instant expiresAt, @Nullable Instant firstSentAt, @Nullable Instant expiredAt) {

        /** The whole time that it is valid. */
        public Duration length() {
            return Duration.between(createdAt, expiresAt);
        }

        /** Whether it was ever sent to its cluster. */
        public boolean wasSent() {
            return firstSentAt != null;
        }

        /** Whether the person was told that it expired: a result that arrives later is a correction. */
        public boolean wasGivenUp() {
            return expiredAt != null;
        }

        /** How many whole seconds it is still valid, at least one. */
        long secondsLeft(Instant now) {
            return Math.max(1, Duration.between(now, expiresAt).toSeconds());
        }
    }

    /** The states of a command. */
    public enum State {
        /** Not sent yet: its cluster is not connected, or the person's confirmation has just arrived. */
        PENDING,
        /** Sent, and sent again on each reconnect, until there is a result. */
        SENT,
        /** Waiting for the person to confirm it; the result has the question. */
        AWAITING_CONFIRMATION,
        /** Launched. */
        LAUNCHED,
        /** A task was changed as asked. */
        DONE,
        /** Refused by the cluster; the result says why. */
        REJECTED,
        /** It expired without a result, or the cluster refused it because it had expired. */
        EXPIRED;

        /** The name in the database. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State ofId(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }

    /** Why a command expired. */
    public enum ExpiryReason {
        /** It reached its cluster too late. */
        TOO_LATE,
        /** The person did not confirm it. */
        NOT_CONFIRMED,
        /** It was sent, and may have been carried out. */
        NO_ANSWER,
        /** Its cluster was not connected. */
        NOT_SENT
    }

    Command withNames(@Nullable String ofTask, @Nullable ChannelKey ofChannel) {
        return new Command(
                id,
                workspace,
                cluster,
                namespace,
                taskUid,
                ofTask,
                requester,
                target,
                state,
                result,
                channelId,
                ofChannel,
                conversation,
                replyReference,
                editReference,
                confirmation,
                validity);
    }

    /** Why the command expired, as far as the relay can know. */
    public ExpiryReason expiryReason() {
        if (result != null && result.status() == CommandResult.Status.EXPIRED) {
            return ExpiryReason.TOO_LATE;
        }
        if (result != null && confirmation == null) {
            return ExpiryReason.NOT_CONFIRMED;
        }
        return validity.wasSent() ? ExpiryReason.NO_ANSWER : ExpiryReason.NOT_SENT;
    }

    /**
     * The frame that carries this command to its cluster.
     *
     * @param now the frame says how long the command is valid from now on
     */
    public TunnelFrame.FromRelay frame(Instant now) {
        return switch (target) {
            case LaunchTarget(String template, Map<String, String> parameters) ->
                launch(template, null, parameters, now);
            case RetryTarget(String job) -> launch(null, job, Map.of(), now);
            case TaskTarget task ->
                new TunnelFrame.TaskCommand(
                        id.toString(),
                        namespace,
                        task.taskUid(),
                        task.taskName(),
                        task.action(),
                        task.extendBy() == null ? null : task.extendBy().toSeconds(),
                        requester,
                        validity.secondsLeft(now));
        };
    }

    private TunnelFrame.LaunchCommand launch(
            @Nullable String template, @Nullable String retryOf, Map<String, String> parameters, Instant now) {
        return new TunnelFrame.LaunchCommand(
                id.toString(),
                namespace,
                template,
                retryOf,
                parameters,
                requester,
                new TunnelFrame.Cause(taskUid, taskName, channel),
                confirmation,
                validity.secondsLeft(now));
    }
}
