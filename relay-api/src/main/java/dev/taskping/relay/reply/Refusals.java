package dev.taskping.relay.reply;

import dev.taskping.protocol.channel.Role;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.Notification.Placement;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.guard.GuardMetrics;
import dev.taskping.relay.guard.GuardMetrics.Refusal;
import dev.taskping.relay.guard.LockOuts;
import dev.taskping.relay.reply.Speech.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Writes down what people may not, and stops listening to accounts that go on asking for it. */
@ApplicationScoped
class Refusals {

    private final AuditLog audit;
    private final LockOuts lockOuts;
    private final GuardMetrics metrics;
    private final PeopleStore people;
    private final Speech speech;

    Refusals(AuditLog audit, LockOuts lockOuts, GuardMetrics metrics, PeopleStore people, Speech speech) {
        this.audit = audit;
        this.lockOuts = lockOuts;
        this.metrics = metrics;
        this.people = people;
        this.speech = speech;
    }

    /** Where the account acts. */
    static LockOuts.Place place(Asked asked) {
        return place(asked.channel(), asked.incoming());
    }

    /** Writes a refusal down that is nobody's fault. */
    void note(Handle handle, Asked asked, String what, String reason) {
        audit.record(handle, asked, what, Decision.REFUSED, reason);
    }

    /** Writes down that somebody's role does not allow what they ask for. */
    void ofRole(Handle handle, Asked asked, String what) {
        metrics.refused(Refusal.ROLE);
        count(handle, asked, what, "role " + asked.member().role());
    }

    /** Writes a refusal down that brings the account nearer to being locked out. */
    void count(Handle handle, Asked asked, String what, String reason) {
        note(handle, asked, what, reason);
        lockOuts.refused(handle, place(asked)).ifPresent(until -> lockedOut(handle, asked, until));
    }

    /** The same for an account that may be a stranger's. */
    void count(Handle handle, RegisteredChannel channel, Incoming incoming, Refusal kind, String what, String reason) {
        metrics.refused(kind);
        audit.record(handle, channel, incoming.sender(), what, Decision.REFUSED, reason);
        if (lockOuts.refused(handle, place(channel, incoming)).isPresent()) {
            metrics.lockedOut();
            audit.record(handle, channel, incoming.sender(), "speak", Decision.REFUSED, "locked out");
        }
    }

    /** Where an account acts. */
    static LockOuts.Place place(RegisteredChannel channel, Incoming incoming) {
        return new LockOuts.Place(
                channel.workspace(),
                channel.cluster(),
                channel.key().namespace(),
                incoming.sender().provider(),
                incoming.sender().id());
    }

    private void lockedOut(Handle handle, Asked asked, Instant until) {
        metrics.lockedOut();
        note(handle, asked, "speak", "locked out until " + until);
        boolean cared =
                people.members(handle, asked.channel()).stream().anyMatch(member -> member.role() == Role.ADMIN);
        if (cared) {
            speech.say(
                    handle,
                    new Place(asked.channel(), null, new Placement.Fresh()),
                    Answers.lockedOut(asked.who(), until));
        }
    }
}
