package dev.taskping.relay.conversation.sender;

import dev.taskping.protocol.channel.Role;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.conversation.reply.ReplySender;
import dev.taskping.relay.conversation.reply.ReplyTexts;
import dev.taskping.relay.delivery.outbox.ReplyTarget;
import dev.taskping.relay.guard.GuardMetrics;
import dev.taskping.relay.guard.GuardMetrics.Refusal;
import dev.taskping.relay.guard.LockOuts;
import dev.taskping.relay.people.MembershipStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Locks out accounts that are refused too often, and records each refusal in the audit. */
@ApplicationScoped
public class SenderLockout {

    private final ConversationAudit audit;
    private final LockOuts lockOuts;
    private final GuardMetrics metrics;
    private final MembershipStore members;
    private final ReplySender replies;

    SenderLockout(
            ConversationAudit audit,
            LockOuts lockOuts,
            GuardMetrics metrics,
            MembershipStore members,
            ReplySender replies) {
        this.audit = audit;
        this.lockOuts = lockOuts;
        this.metrics = metrics;
        this.members = members;
        this.replies = replies;
    }

    /** The account that can be locked out for a request. */
    public static LockOuts.Account account(MemberRequest request) {
        return account(request.channel(), request.update());
    }

    /** The account that can be locked out for an update. */
    public static LockOuts.Account account(RegisteredChannel channel, InboundUpdate update) {
        return new LockOuts.Account(
                channel.workspace(),
                channel.cluster(),
                channel.key().namespace(),
                update.sender().provider(),
                update.sender().id());
    }

    /** Audits a refusal that does not count towards a lock-out. */
    void note(Handle handle, MemberRequest request, String what, String reason) {
        audit.record(handle, request, what, Decision.REFUSED, reason);
    }

    /** Audits and counts a refusal because the role is missing. */
    public void countRole(Handle handle, MemberRequest request, String what) {
        metrics.refused(Refusal.ROLE);
        count(
                handle,
                request,
                what,
                "role " + request.acting().role() + " in " + request.acting().namespace());
    }

    /** Audits a refusal that counts towards a lock-out of the account. */
    public void count(Handle handle, MemberRequest request, String what, String reason) {
        note(handle, request, what, reason);
        lockOuts.refused(handle, account(request)).ifPresent(until -> lockedOut(handle, request, until));
    }

    /** The same for an account that may be a stranger's. */
    public void count(
            Handle handle, RegisteredChannel channel, InboundUpdate update, Refusal kind, String what, String reason) {
        metrics.refused(kind);
        audit.record(handle, channel, update.sender(), what, Decision.REFUSED, reason);
        if (lockOuts.refused(handle, account(channel, update)).isPresent()) {
            metrics.lockedOut();
            audit.record(handle, channel, update.sender(), "speak", Decision.REFUSED, "locked out");
        }
    }

    private void lockedOut(Handle handle, MemberRequest request, Instant until) {
        metrics.lockedOut();
        note(handle, request, "speak", "locked out until " + until);
        boolean hasAdmin =
                members.members(handle, request.channel()).stream().anyMatch(member -> member.role() == Role.ADMIN);
        if (hasAdmin) {
            replies.send(
                    handle,
                    new ReplyTarget(request.channel(), null, new Placement.Fresh()),
                    ReplyTexts.lockedOut(request.auditName(), until));
        }
    }
}
