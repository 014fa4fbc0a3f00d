package dev.taskping.relay.command;

import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.relay.account.ReplyTokens;
import dev.taskping.relay.account.ReplyTokens.Grant;
import dev.taskping.relay.api.ProblemException;
import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.Actor.Source;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.command.AnsweredDelivery.Store;
import dev.taskping.relay.guard.Guard;
import dev.taskping.relay.guard.Guard.Verdict;
import dev.taskping.relay.guard.GuardMetrics;
import dev.taskping.relay.guard.GuardMetrics.Refusal;
import dev.taskping.relay.guard.LockOuts;
import dev.taskping.relay.guard.LockOuts.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Decides what a machine may launch that answers with a reply token, and writes it down. */
@ApplicationScoped
class TokenCommands {

    private final ReplyTokens tokens;
    private final Store deliveries;
    private final CommandStore commands;
    private final CommandLine commandLine;
    private final Guard guard;
    private final LockOuts lockOuts;
    private final GuardMetrics metrics;
    private final AuditTrail audit;
    private final Jdbi jdbi;

    TokenCommands(
            ReplyTokens tokens,
            Store deliveries,
            CommandStore commands,
            CommandLine commandLine,
            Guard guard,
            LockOuts lockOuts,
            GuardMetrics metrics,
            AuditTrail audit,
            Jdbi jdbi) {
        this.tokens = tokens;
        this.deliveries = deliveries;
        this.commands = commands;
        this.commandLine = commandLine;
        this.guard = guard;
        this.lockOuts = lockOuts;
        this.metrics = metrics;
        this.audit = audit;
        this.jdbi = jdbi;
    }

    /**
     * Submits what was asked for.
     *
     * @param token the reply token
     * @param sessionId the task that is meant, if it was named
     * @param command in the words of people
     * @throws ProblemException 4xx, if it is not allowed or not understood
     */
    UUID submit(String token, @Nullable String sessionId, @Nullable String command) {
        Grant grant = verified(token);
        AnsweredDelivery answered = jdbi.withHandle(handle -> deliveries.find(handle, grant.deliveryId()))
                .filter(delivery -> delivery.taskUid().equals(grant.taskUid()))
                .orElseThrow(() -> counted(ProblemException.gone("The channel this reply token came by is gone.")));
        Actor actor = actor(answered);
        try {
            admit(answered, command == null ? "" : command);
            if (command == null || command.isBlank()) {
                throw ProblemException.invalid("command: send one, such as 'launch next'.");
            }
            if (sessionId != null && !sessionId.equals(grant.taskUid())) {
                throw ProblemException.forbidden("session_id: the reply token is for another task.");
            }
            return jdbi.inTransaction(handle -> submit(handle, actor, answered, grant, command));
        } catch (ProblemException refused) {
            String reason = refused.problem().status() + " " + refused.problem().title();
            audit.record(actor, "launch", "task " + grant.taskUid(), Decision.REFUSED, reason);
            jdbi.useTransaction(handle -> lockOuts.refused(handle, place(answered)));
            throw refused;
        }
    }

    /** A token that is not ours says nothing true, so there is no workspace in whose audit it could stand. */
    private Grant verified(String token) {
        try {
            return tokens.verify(token);
        } catch (ProblemException e) {
            throw counted(e);
        }
    }

    private ProblemException counted(ProblemException problem) {
        metrics.refused(Refusal.CREDENTIAL);
        return problem;
    }

    /** In a transaction of its own: what is refused is counted, too. */
    private void admit(AnsweredDelivery answered, String command) {
        Verdict verdict = jdbi.inTransaction(
                handle -> guard.admit(handle, place(answered), "channel " + answered.channelId(), command));
        switch (verdict) {
            case Verdict.Admitted admitted -> {}
            case Verdict.Ignored ignored -> throw ProblemException.tooMany("This channel is not listened to now.");
            case Verdict.Refused refused -> {
                if (refused.counts()) {
                    metrics.refused(Refusal.BANNED);
                    throw ProblemException.forbidden("command: " + refused.words());
                }
                throw ProblemException.tooMany(refused.words());
            }
        }
    }

    private UUID submit(Handle handle, Actor actor, AnsweredDelivery answered, Grant grant, String command) {
        LaunchTarget target = LaunchTarget.resolve(launch(command), answered.next())
                .orElseThrow(() -> ProblemException.invalid("command: nothing comes next after this task;"
                        + " name a template, such as 'launch evaluate'."));
        Submitted submitted = commands.submit(
                handle,
                new NewCommand(
                        answered.workspace(),
                        answered.cluster(),
                        answered.namespace(),
                        "token:" + grant.deliveryId(),
                        grant.taskUid(),
                        null,
                        new Requester(actor.who(), Role.LAUNCHER, "webhook:" + answered.channel()),
                        target,
                        answered.channelId(),
                        null,
                        null,
                        null));
        UUID id = submitted.id();
        if (submitted.alreadyKnown() && !sameTarget(handle, answered.workspace(), id, target)) {
            throw ProblemException.conflict("The reply token was used for another launch, command " + id + ".");
        }
        audit.record(
                handle,
                actor,
                "launch " + target.template(),
                "task " + grant.taskUid(),
                submitted.alreadyKnown() ? Decision.REPEATED : Decision.ACCEPTED,
                id.toString());
        return id;
    }

    private boolean sameTarget(Handle handle, String workspace, UUID id, LaunchTarget target) {
        return commands.find(handle, workspace, id)
                .filter(command -> command.target().equals(target))
                .isPresent();
    }

    private Verb.Launch launch(String text) {
        return switch (commandLine.parse(text)) {
            case CommandLine.Parsed.NotUnderstood(String hint) -> throw ProblemException.invalid("command: " + hint);
            case CommandLine.Parsed.Understood(Verb.Launch launch) -> launch;
            case CommandLine.Parsed.Understood(Verb other) ->
                throw ProblemException.invalid("command: a reply token is for launching;"
                        + " read logs and status with an API token at GET /v1/tasks/{uid}.");
        };
    }

    private static Actor actor(AnsweredDelivery answered) {
        String channel = answered.channel().toString();
        return new Actor(
                answered.workspace(),
                Source.REPLY_TOKEN,
                "webhook " + channel,
                answered.cluster(),
                channel,
                "webhook:" + channel);
    }

    private static Place place(AnsweredDelivery answered) {
        return new Place(
                answered.workspace(),
                answered.cluster(),
                answered.channel().namespace(),
                "webhook",
                answered.channelId().toString());
    }
}
