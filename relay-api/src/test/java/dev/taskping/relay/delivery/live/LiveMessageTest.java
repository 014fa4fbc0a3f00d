package dev.taskping.relay.delivery.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.Draws;
import dev.taskping.relay.delivery.live.LiveMessage.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveMessageTest {

    private static final Duration BETWEEN = Duration.ofSeconds(5);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static Instant after(double seconds) {
        return NOON.plusMillis(Math.round(seconds * 1_000));
    }

    /** Sent at noon and seen. */
    private static LiveMessage shown() {
        return new LiveMessage(Phase.DELIVERED, false, true, true, NOON, 1, false, NOON, NOON);
    }

    private static LiveMessage waiting(boolean claimed) {
        return new LiveMessage(Phase.PENDING, claimed, false, true, NOON, 1, false, NOON, null);
    }

    @Test
    void editKeepsItsDistanceFromTheLastOne() {
        LiveMessage soon = shown().movedOn(after(2), after(2), BETWEEN).orElseThrow();
        assertThat(soon.phase()).isEqualTo(Phase.PENDING);
        assertThat(soon.dueAt()).isEqualTo(after(5));
        LiveMessage late = shown().movedOn(after(60), after(60), BETWEEN).orElseThrow();
        assertThat(late.dueAt()).isEqualTo(after(60));
    }

    @Test
    void laterStateReplacesAWaitingOne() {
        LiveMessage first = shown().movedOn(after(1), after(1), BETWEEN).orElseThrow();
        LiveMessage second = first.movedOn(after(4), after(4), BETWEEN).orElseThrow();
        assertThat(second.dueAt()).isEqualTo(after(5));
        assertThat(second.version()).isEqualTo(3);
    }

    @Test
    void earlierStateThatArrivesLateIsIgnored() {
        assertThat(shown().movedOn(NOON.minusSeconds(1), after(3), BETWEEN)).isEmpty();
    }

    @Test
    void changeDuringSendingIsSentAgain() {
        LiveMessage sent = new LiveMessage(Phase.DELIVERED, false, true, true, after(3), 4, false, NOON, after(3));
        LiveMessage again = sent.sent(3, true, after(3), BETWEEN).orElseThrow();
        assertThat(again.phase()).isEqualTo(Phase.PENDING);
        assertThat(again.dueAt()).isEqualTo(after(8));
        assertThat(sent.sent(4, true, after(3), BETWEEN)).isEmpty();
    }

    @Test
    void nothingFollowsTheEnd() {
        LiveMessage ended = shown().ended(true, after(60), BETWEEN).orElseThrow();
        assertThat(ended.phase()).isEqualTo(Phase.PENDING);
        assertThat(ended.movedOn(after(90), after(90), BETWEEN)).isEmpty();
        assertThat(ended.ended(true, after(90), BETWEEN)).isEmpty();
    }

    @Test
    void unseenMessageIsDroppedForTheEnd() {
        assertThat(waiting(false).ended(true, after(1), BETWEEN))
                .map(LiveMessage::phase)
                .contains(Phase.DELIVERED);
    }

    @Test
    void unseenMessageIsSentIfNothingElseReportsTheEnd() {
        assertThat(waiting(false).ended(false, after(1), BETWEEN))
                .map(LiveMessage::phase)
                .contains(Phase.PENDING);
    }

    @Test
    void messageInFlightAtTheEndIsEditedAfterwards() {
        LiveMessage ended = waiting(true).ended(true, after(1), BETWEEN).orElseThrow();
        assertThat(ended.phase()).isEqualTo(Phase.PENDING);
        LiveMessage there = new LiveMessage(Phase.DELIVERED, false, true, true, NOON, 2, true, NOON, after(2));
        assertThat(there.sent(1, true, after(2), BETWEEN))
                .map(LiveMessage::dueAt)
                .contains(after(7));
        LiveMessage refused = new LiveMessage(Phase.PENDING, false, false, true, NOON, 2, true, after(3), null);
        assertThat(refused.sent(1, true, after(2), BETWEEN))
                .map(LiveMessage::phase)
                .contains(Phase.DELIVERED);
    }

    @Test
    void deadMessageStaysDead() {
        LiveMessage dead = new LiveMessage(Phase.DEAD, false, false, true, NOON, 1, false, NOON, NOON);
        assertThat(dead.movedOn(after(9), after(9), BETWEEN)).isEmpty();
        assertThat(dead.ended(true, after(9), BETWEEN)).isEmpty();
    }

    @Test
    void digestIsNeverEdited() {
        assertThat(shown().sent(1, false, after(1), BETWEEN))
                .map(LiveMessage::live)
                .contains(false);
    }

    /**
     * Whenever a task moves on, however long sending takes and however often it fails: two changes of what people see keep
     * their distance, and the last state is what they see in the end.
     */
    @Property(seed = Draws.SEED)
    void lastStateArrivesWithFewEdits(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 4_000) Integer> gaps, @ForAll Random random) {
        Provider provider = new Provider(random);
        LiveMessage message = waiting(false);
        Instant now = NOON;
        for (int i = 0; i < gaps.size(); i++) {
            Instant next = now.plusMillis(gaps.get(i));
            message = provider.run(message, now, next);
            now = next;
            Optional<LiveMessage> moved =
                    i == gaps.size() - 1 ? message.ended(true, now, BETWEEN) : message.movedOn(now, now, BETWEEN);
            message = moved.orElse(message);
        }
        message = provider.run(message, now, now.plusSeconds(120));

        assertThat(message.phase()).isEqualTo(Phase.DELIVERED);
        assertThat(message.ended()).isTrue();
        if (message.shown()) {
            assertThat(provider.versions).endsWith(message.version());
        } else {
            assertThat(provider.versions).isEmpty();
        }
        for (int i = 1; i < provider.times.size(); i++) {
            assertThat(Duration.between(provider.times.get(i - 1), provider.times.get(i)))
                    .isGreaterThanOrEqualTo(BETWEEN);
        }
    }

    /** Takes what is due, after a while, if at all; and says so as the outbox does. */
    private static final class Provider {

        private static final Duration STEP = Duration.ofMillis(50);

        private final Random random;
        private final List<Integer> versions = new ArrayList<>();
        private final List<Instant> times = new ArrayList<>();
        private int sending;
        private @Nullable Instant answerAt;

        Provider(Random random) {
            this.random = random;
        }

        LiveMessage run(LiveMessage start, Instant from, Instant to) {
            LiveMessage message = start;
            for (Instant now = from; now.isBefore(to); now = now.plus(STEP)) {
                if (answerAt == null
                        && message.phase() == Phase.PENDING
                        && !message.dueAt().isAfter(now)) {
                    message = with(message, Phase.PENDING, true, message.shown(), message.dueAt(), null);
                    sending = message.version();
                    answerAt = now.plusMillis(random.nextInt(1_500));
                } else if (answerAt != null && !answerAt.isAfter(now)) {
                    message = answered(message, now);
                }
            }
            return message;
        }

        private LiveMessage answered(LiveMessage claimed, Instant now) {
            answerAt = null;
            boolean taken = random.nextInt(4) > 0;
            if (taken) {
                versions.add(sending);
                times.add(now);
            }
            LiveMessage written = taken
                    ? with(claimed, Phase.DELIVERED, false, true, claimed.dueAt(), now)
                    : with(claimed, Phase.PENDING, false, claimed.shown(), now.plusMillis(500), null);
            return written.sent(sending, true, now, BETWEEN).orElse(written);
        }

        private static LiveMessage with(
                LiveMessage message,
                Phase phase,
                boolean claimed,
                boolean shown,
                Instant dueAt,
                @Nullable Instant settledAt) {
            return new LiveMessage(
                    phase,
                    claimed,
                    shown,
                    message.live(),
                    message.at(),
                    message.version(),
                    message.ended(),
                    dueAt,
                    settledAt);
        }
    }
}
