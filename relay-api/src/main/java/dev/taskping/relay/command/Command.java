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
 * A command as it rests in the database.
 *
 * @param id ours; the Launch is named from it
 * @param workspace where
 * @param cluster the cluster that is to do it
 * @param namespace the namespace of the task, and of the template
 * @param taskUid the task that was answered
 * @param taskName its name, as far as known
 * @param requester who asked
 * @param target what is to be done
 * @param state how far it has come
 * @param result what the cluster said last
 * @param channelId where the request came from
 * @param channel that channel's name
 * @param conversation the provider's name for the conversation it came from
 * @param replyReference the person's message, for requests by text
 * @param editReference our message, for requests by button
 * @param confirmation what the person answered to the question whether it is meant
 * @param validity from when to when it is wanted, and what became of that
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
     * From when to when a command is wanted.
     *
     * @param createdAt when it was asked for
     * @param expiresAt until when it is wanted
     * @param firstSentAt when it was first written to a tunnel, if it was: since then the cluster may have acted
     * @param expiredAt when the person was told that it had expired, if they were
     */
    public record Validity(
            Instant createdAt, Instant expiresAt, @Nullable Instant firstSentAt, @Nullable Instant expiredAt) {

        /** How long it is wanted, from first to last. */
        public Duration length() {
            return Duration.between(createdAt, expiresAt);
        }

        /** Whether it ever left for its cluster. */
        public boolean wasSent() {
            return firstSentAt != null;
        }

        /** Whether its result came after the person had been told that there was none. */
        public boolean wasGivenUp() {
            return expiredAt != null;
        }

        /** How many whole seconds it is wanted yet, at least one. */
        long secondsLeft(Instant now) {
            return Math.max(1, Duration.between(now, expiresAt).toSeconds());
        }
    }

    /** How far a command has come. */
    public enum State {
        /** Not sent yet: its cluster is not connected, or the person's confirmation has just arrived. */
        PENDING,
        /** Sent, and sent again on each reconnect, until there is a result. */
        SENT,
        /** Nothing is done until the person says that it is meant; the result has the question. */
        AWAITING_CONFIRMATION,
        /** Launched. */
        LAUNCHED,
        /** A task was changed as asked. */
        DONE,
        /** Refused by the cluster; the result says why. */
        REJECTED,
        /** Its time has passed without a result, or the cluster refused it for that. */
        EXPIRED;

        /** The name in the database. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State ofId(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }

    /** Why the person has no result in time. */
    public enum Lapse {
        /** Its cluster got it too late. */
        TOO_LATE,
        /** The person did not say that it is meant. */
        NOT_CONFIRMED,
        /** It was sent, and may have been carried out. */
        NO_ANSWER,
        /** Its cluster was not there. */
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

    /** What is known of a command that has expired, and no more. */
    public Lapse lapse() {
        if (result != null && result.status() == CommandResult.Status.EXPIRED) {
            return Lapse.TOO_LATE;
        }
        if (result != null && confirmation == null) {
            return Lapse.NOT_CONFIRMED;
        }
        return validity.wasSent() ? Lapse.NO_ANSWER : Lapse.NOT_SENT;
    }

    /**
     * The frame that carries this command to its cluster.
     *
     * @param now the frame says how long the command is wanted from now on
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
