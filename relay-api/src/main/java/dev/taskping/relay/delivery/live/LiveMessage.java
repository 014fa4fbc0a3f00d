package dev.taskping.relay.delivery.live;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of a message that is edited while its task progresses, until it shows the task's latest state. It holds only the
 * newest state, so an edit is skipped exactly when a later one replaces it. Pure.
 *
 * @param phase pending: a newer state waits to be shown
 * @param claimed whether a replica is sending it, or died while it did
 * @param shown whether the provider has it, so that it can be edited
 * @param live whether it is edited at all; not after it was part of a digest
 * @param at the time of the state that it shows
 * @param version counts the states
 * @param ended whether it says how the task ended
 * @param dueAt when it may be sent next
 * @param settledAt when it was sent last; absent while something waits
 */
public record LiveMessage(
        Phase phase,
        boolean claimed,
        boolean shown,
        boolean live,
        Instant at,
        int version,
        boolean ended,
        Instant dueAt,
        @Nullable Instant settledAt) {

    /** Where it is in the outbox. */
    public enum Phase {
        PENDING,
        DELIVERED,
        DEAD
    }

    /** The task has progressed; empty if the message shows a newer state already or is final. */
    public Optional<LiveMessage> movedOn(Instant when, Instant now, Duration between) {
        return isFinal() || when.isBefore(at) ? Optional.empty() : Optional.of(saying(when, false, now, between));
    }

    /**
     * The task has ended. A message that nobody has seen yet, and that is not being sent, is dropped: the one about the end
     * says more.
     *
     * @param told whether another message tells this channel of the end
     */
    public Optional<LiveMessage> ended(boolean told, Instant now, Duration between) {
        if (isFinal()) {
            return Optional.empty();
        }
        LiveMessage last = saying(at, true, now, between);
        return Optional.of(told && phase == Phase.PENDING && !shown && !claimed ? last.done(now) : last);
    }

    /**
     * An attempt to send it has ended, and the result is in the outbox.
     *
     * @param sent the version that was sent
     * @param alone whether it was sent by itself, not in a digest
     */
    public Optional<LiveMessage> sent(int sent, boolean alone, Instant now, Duration between) {
        if (phase == Phase.DELIVERED && !alone) {
            return Optional.of(new LiveMessage(phase, false, shown, false, at, version, ended, dueAt, settledAt));
        }
        if (phase == Phase.DELIVERED && version > sent) {
            return Optional.of(
                    new LiveMessage(Phase.PENDING, false, true, live, at, version, ended, now.plus(between), null));
        }
        boolean late = phase == Phase.PENDING && !shown && ended;
        return late ? Optional.of(done(now)) : Optional.empty();
    }

    private boolean isFinal() {
        return ended || phase == Phase.DEAD;
    }

    private LiveMessage saying(Instant when, boolean last, Instant now, Duration between) {
        Instant earliest = settledAt == null ? now : settledAt.plus(between);
        Instant due = phase == Phase.PENDING ? dueAt : earliest.isAfter(now) ? earliest : now;
        return new LiveMessage(Phase.PENDING, claimed, shown, live, when, version + 1, last, due, null);
    }

    private LiveMessage done(Instant now) {
        return new LiveMessage(Phase.DELIVERED, false, shown, live, at, version, ended, dueAt, now);
    }
}
