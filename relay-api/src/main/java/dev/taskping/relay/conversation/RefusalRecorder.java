package dev.taskping.relay.conversation;

import dev.taskping.protocol.channel.Role;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.conversation.ReplySender.Place;
import dev.taskping.relay.guard.GuardMetrics;
import dev.taskping.relay.guard.GuardMetrics.Refusal;
import dev.taskping.relay.guard.LockOuts;
import dev.taskping.relay.people.MembershipStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Writes down what people may not, and stops listening to accounts that go on asking for it. */
@ApplicationScoped
class RefusalRecorder {

    private final ConversationAudit audit;
    private final LockOuts lockOuts;
    private final GuardMetrics metrics;
    private final MembershipStore people;
    private final ReplySender replySender;

    RefusalRecorder(
            ConversationAudit audit,
            LockOuts lockOuts,
            GuardMetrics metrics,
            MembershipStore people,
            ReplySender replySender) {
        this.audit = audit;
        this.lockOuts = lockOuts;
        this.metrics = metrics;
        this.people = people;
        this.replySender = replySender;
    }

    /** Where the account acts. */
    static LockOuts.Place place(MemberRequest request) {
        return place(request.channel(), request.incoming());
    }

    /** Writes a refusal down that is nobody's fault. */
    void note(Handle handle, MemberRequest request, String what, String reason) {
        audit.record(handle, request, what, Decision.REFUSED, reason);
    }

    /** Writes down that somebody's role does not allow what they ask for. */
    void ofRole(Handle handle, MemberRequest request, String what) {
        metrics.refused(Refusal.ROLE);
        count(handle, request, what, "role " + request.member().role());
    }

    /** Writes a refusal down that brings the account nearer to being locked out. */
    void count(Handle handle, MemberRequest request, String what, String reason) {
        note(handle, request, what, reason);
        lockOuts.refused(handle, place(request)).ifPresent(until -> lockedOut(handle, request, until));
    }

    /** The same for an account that may be a stranger's. */
    void count(
            Handle handle, RegisteredChannel channel, InboundUpdate update, Refusal kind, String what, String reason) {
        metrics.refused(kind);
        audit.record(handle, channel, update.sender(), what, Decision.REFUSED, reason);
        if (lockOuts.refused(handle, place(channel, update)).isPresent()) {
            metrics.lockedOut();
            audit.record(handle, channel, update.sender(), "speak", Decision.REFUSED, "locked out");
        }
    }

    /** Where an account acts. */
    static LockOuts.Place place(RegisteredChannel channel, InboundUpdate update) {
        return new LockOuts.Place(
                channel.workspace(),
                channel.cluster(),
                channel.key().namespace(),
                update.sender().provider(),
                update.sender().id());
    }

    private void lockedOut(Handle handle, MemberRequest request, Instant until) {
        metrics.lockedOut();
        note(handle, request, "speak", "locked out until " + until);
        boolean cared =
                people.members(handle, request.channel()).stream().anyMatch(member -> member.role() == Role.ADMIN);
        if (cared) {
            replySender.say(
                    handle,
                    new Place(request.channel(), null, new Placement.Fresh()),
                    ReplyTexts.lockedOut(request.who(), until));
        }
    }
}
