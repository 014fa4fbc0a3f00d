package dev.taskping.relay.command;

import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.Actor.Source;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.command.grammar.CommandParser;
import dev.taskping.relay.guard.AbuseGuard;
import dev.taskping.relay.guard.AbuseGuard.Admission;
import dev.taskping.relay.guard.GuardMetrics;
import dev.taskping.relay.guard.GuardMetrics.Refusal;
import dev.taskping.relay.guard.LockOuts;
import dev.taskping.relay.guard.LockOuts.Account;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.ReplyTokens;
import dev.taskping.relay.security.ReplyTokens.Grant;
import dev.taskping.relay.security.ReplyTokens.Scope;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Handles commands that machines send with a reply token, and audits them. */
@ApplicationScoped
public class ReplyTokenCommandHandler {

    private static final int FORBIDDEN = 403;

    private final ReplyTokens tokens;
    private final ReplyTokenContext.Resolver contexts;
    private final CommandStore commands;
    private final CommandParser parser;
    private final AbuseGuard abuseGuard;
    private final LockOuts lockOuts;
    private final GuardMetrics metrics;
    private final AuditTrail audit;
    private final Jdbi jdbi;

    ReplyTokenCommandHandler(
            ReplyTokens tokens,
            ReplyTokenContext.Resolver contexts,
            CommandStore commands,
            CommandParser parser,
            AbuseGuard abuseGuard,
            LockOuts lockOuts,
            GuardMetrics metrics,
            AuditTrail audit,
            Jdbi jdbi) {
        this.tokens = tokens;
        this.contexts = contexts;
        this.commands = commands;
        this.parser = parser;
        this.abuseGuard = abuseGuard;
        this.lockOuts = lockOuts;
        this.metrics = metrics;
        this.audit = audit;
        this.jdbi = jdbi;
    }

    /** What came of a command. */
    public sealed interface Outcome {

        /**
         * It was submitted to its cluster.
         *
         * @param command its id
         */
        record Accepted(UUID command) implements Outcome {}

        /**
         * It was answered at once.
         *
         * @param task the task it is about
         * @param lines how many lines of the log it asks for
         */
        record Answered(TaskView task, int lines) implements Outcome {}
    }

    /**
     * Handles a command.
     *
     * @param token the reply token
     * @param sessionId the task that the sender names, if they do
     * @param command as a person would type it
     * @throws ProblemException 4xx, if the command is not allowed or not understood
     */
    public Outcome submit(String token, @Nullable String sessionId, @Nullable String command) {
        Grant grant = verified(token);
        ReplyTokenContext context = jdbi.withHandle(handle -> contexts.find(handle, grant.deliveryId()))
                .filter(found -> found.taskUid().equals(grant.taskUid()))
                .orElseThrow(() -> counted(ProblemException.gone("The channel of this reply token is gone.")));
        Actor actor = actor(context);
        try {
            admit(context, command == null ? "" : command);
            if (command == null || command.isBlank()) {
                throw ProblemException.invalid("command: send one, such as 'launch next'.");
            }
            if (sessionId != null && !sessionId.equals(grant.taskUid())) {
                throw ProblemException.forbidden("session_id: the reply token is for another task.");
            }
            Verb verb = verb(command);
            return jdbi.inTransaction(handle -> submit(handle, actor, context, grant, verb));
        } catch (ProblemException refused) {
            String reason = refused.problem().status() + " " + refused.problem().title();
            audit.record(actor, "launch", "task " + grant.taskUid(), Decision.REFUSED, reason);
            if (refused.problem().status() == FORBIDDEN) {
                // Only forbidden requests count towards a lock-out, not typing errors.
                jdbi.useTransaction(handle -> lockOuts.refused(handle, account(context)));
            }
            throw refused;
        }
    }

    /** A token that is not valid names no workspace whose audit could record it. */
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

    /** In its own transaction: refused requests count, too. */
    private void admit(ReplyTokenContext context, String command) {
        Admission verdict = jdbi.inTransaction(
                handle -> abuseGuard.admit(handle, account(context), "channel " + context.channelId(), command));
        switch (verdict) {
            case Admission.Admitted admitted -> {}
            case Admission.Ignored ignored ->
                throw ProblemException.tooMany("Commands of this channel are ignored for now.");
            case Admission.Refused refused -> {
                if (refused.counts()) {
                    metrics.refused(Refusal.BANNED);
                    throw ProblemException.forbidden("command: " + refused.words());
                }
                throw ProblemException.tooMany(refused.words());
            }
        }
    }

    private Outcome submit(Handle handle, Actor actor, ReplyTokenContext context, Grant grant, Verb verb) {
        return switch (verb) {
            case Verb.Launch launch -> {
                require(grant, Scope.LAUNCH);
                LaunchTarget target = LaunchTarget.resolve(
                                launch, context.task().next())
                        .orElseThrow(() -> ProblemException.invalid("command: the task names nothing to launch next;"
                                + " name a template, such as 'launch evaluate'."));
                requireAllowed(context, isOffered(context, target));
                yield launch(handle, actor, context, grant, target, "launch " + target.template());
            }
            case Verb.Retry retry -> {
                require(grant, Scope.LAUNCH);
                requireAllowed(context, false);
                TaskView task = context.task();
                String name = task.task().name();
                if (task.outcome() == null) {
                    throw ProblemException.conflict(
                            "command: " + name + " is still running; retry it when it has ended.");
                }
                yield launch(handle, actor, context, grant, new RetryTarget(name), "retry " + name);
            }
            case Verb.Status status -> answer(handle, actor, context, grant, 0);
            case Verb.Logs logs -> answer(handle, actor, context, grant, logs.lines());
            case Verb other ->
                throw ProblemException.invalid(
                        "command: a reply token allows launch, retry, status and logs only; ask a person for anything else.");
        };
    }

    private Outcome answer(Handle handle, Actor actor, ReplyTokenContext context, Grant grant, int lines) {
        require(grant, Scope.READ);
        TaskView task = context.task();
        audit.record(
                handle,
                actor,
                lines == 0 ? "status" : "logs " + lines,
                "task " + grant.taskUid(),
                Decision.ACCEPTED,
                "read");
        return new Outcome.Answered(task, lines);
    }

    private static void require(Grant grant, Scope scope) {
        if (!grant.scopes().contains(scope)) {
            throw ProblemException.forbidden("command: the reply token does not allow this command.");
        }
    }

    /** The setting as it is now, not as it was when the token was issued. */
    private static void requireAllowed(ReplyTokenContext context, boolean offered) {
        String namespace = context.task().task().namespace();
        if (!context.channelKey().namespace().equals(namespace)) {
            throw ProblemException.forbidden("command: the task is of namespace '" + namespace
                    + "', and the channel of '" + context.channelKey().namespace()
                    + "'; only a channel of the task's namespace can launch there.");
        }
        boolean allowed =
                switch (context.channel().settings().machineReplies()) {
                    case NONE -> false;
                    case NEXT -> offered;
                    case ANY -> true;
                };
        if (!allowed) {
            throw ProblemException.forbidden("command: the channel's setting 'replies' does not allow this launch; it"
                    + " allows what the task offers as next, as it is, unless it says any.");
        }
    }

    private static boolean isOffered(ReplyTokenContext context, LaunchTarget target) {
        return context.task().next().stream()
                .anyMatch(next -> next.template().equals(target.template())
                        && next.parameters().equals(target.parameters()));
    }

    private Outcome launch(
            Handle handle, Actor actor, ReplyTokenContext context, Grant grant, CommandTarget target, String what) {
        SubmittedCommand submitted = commands.submit(
                handle,
                new NewCommand(
                        context.workspace(),
                        context.cluster(),
                        context.task().task().namespace(),
                        "token:" + grant.deliveryId(),
                        grant.taskUid(),
                        null,
                        new Requester(
                                actor.who(),
                                Role.LAUNCHER,
                                context.provider() + ":" + context.channelKey(),
                                context.channelKey().namespace()),
                        target,
                        context.channelId(),
                        null,
                        null,
                        null));
        UUID id = submitted.id();
        if (submitted.alreadyKnown() && !sameTarget(handle, context.workspace(), id, target)) {
            throw ProblemException.conflict("The reply token was used for another launch, command " + id + ".");
        }
        audit.record(
                handle,
                actor,
                what,
                "task " + grant.taskUid(),
                submitted.alreadyKnown() ? Decision.REPEATED : Decision.ACCEPTED,
                id.toString());
        return new Outcome.Accepted(id);
    }

    private boolean sameTarget(Handle handle, String workspace, UUID id, CommandTarget target) {
        return commands.find(handle, workspace, id)
                .filter(command -> command.target().equals(target))
                .isPresent();
    }

    private Verb verb(String text) {
        return switch (parser.parse(text)) {
            case CommandParser.Parsed.NotUnderstood wrong -> throw ProblemException.invalid("command: " + wrong.hint());
            case CommandParser.Parsed.Understood(Verb verb) -> verb;
        };
    }

    private static Actor actor(ReplyTokenContext context) {
        String channel = context.channelKey().toString();
        return new Actor(
                context.workspace(),
                Source.REPLY_TOKEN,
                context.provider() + " " + channel,
                context.cluster(),
                channel,
                context.provider() + ":" + channel);
    }

    private static Account account(ReplyTokenContext context) {
        return new Account(
                context.workspace(),
                context.cluster(),
                context.channelKey().namespace(),
                context.provider(),
                context.channelId().toString());
    }
}
