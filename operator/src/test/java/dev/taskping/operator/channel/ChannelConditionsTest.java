package dev.taskping.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.operator.channel.ChannelConditions.LatestMessages;
import dev.taskping.operator.status.ConditionFinding;
import dev.taskping.operator.status.EventRecorder.NewEvent;
import dev.taskping.operator.status.EventRecorder.Type;
import dev.taskping.protocol.channel.ChannelState.Trouble;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChannelConditionsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final ConditionFinding VERIFIED = ConditionFinding.yes("Verified", "Delivers by the bot @lab_bot.");
    private static final ConditionFinding REVOKED =
            ConditionFinding.no("Unauthorized", "Put the new token into the Secret.");
    private static final Trouble FULL = new Trouble("Refused", "552 mailbox full", NOON);

    @Test
    void readyChannelRecordsReadyAndNothingAboutItsMessages() {
        List<Condition> first = conditions(VERIFIED, latest(null), List.of(), 0);
        assertThat(first).extracting(Condition::getType).containsExactly("Ready", "Delivering");
        assertThat(recorded(List.of(), first)).containsExactly("NORMAL Verified");
    }

    @Test
    void unchangedConditionsRecordNoEvent() {
        List<Condition> first = conditions(REVOKED, latest(FULL), List.of(), 0);
        List<Condition> later = conditions(REVOKED, latest(FULL), first, 60);
        assertThat(recorded(first, later)).isEmpty();
        assertThat(later).isEqualTo(first);
    }

    @Test
    void anotherMessageWithTheSameReasonRecordsNoEvent() {
        List<Condition> first = conditions(VERIFIED, latest(FULL), List.of(), 0);
        List<Condition> later =
                conditions(VERIFIED, latest(new Trouble("Refused", "550 no such user", NOON)), first, 60);
        assertThat(recorded(first, later)).isEmpty();
        assertThat(later.getLast().getMessage()).isEqualTo("550 no such user");
    }

    @Test
    void troubleAndItsEndAreRecorded() {
        List<Condition> good = conditions(VERIFIED, latest(null), List.of(), 0);
        List<Condition> bad = conditions(VERIFIED, latest(FULL), good, 60);
        List<Condition> mended = conditions(VERIFIED, latest(null), bad, 120);
        assertThat(recorded(good, bad)).containsExactly("WARNING Refused");
        assertThat(recorded(bad, mended)).containsExactly("NORMAL Arriving");
    }

    @Test
    void awaitingPairingIsANormalEvent() {
        List<Condition> waiting =
                conditions(ConditionFinding.no("AwaitingPairing", "Open the link."), latest(null), List.of(), 0);
        assertThat(recorded(List.of(), waiting)).containsExactly("NORMAL AwaitingPairing");
    }

    @Test
    void unknownDeliveryKeepsTheCondition() {
        List<Condition> known = conditions(VERIFIED, latest(FULL), List.of(), 0);
        List<Condition> away =
                conditions(ConditionFinding.no("RelayUnreachable", "It is away."), Optional.empty(), known, 60);
        assertThat(away.getLast()).isEqualTo(known.getLast());
        assertThat(conditions(REVOKED, Optional.empty(), List.of(), 0)).hasSize(1);
    }

    @Test
    void sameFaultAtAnotherTimeIsAnotherEvent() {
        List<Condition> once = conditions(REVOKED, latest(null), List.of(), 0);
        List<Condition> again = conditions(REVOKED, latest(null), List.of(), 3600);
        assertThat(ids(once)).doesNotContainAnyElementsOf(ids(again));
        assertThat(ids(once)).isEqualTo(ids(conditions(REVOKED, latest(null), List.of(), 0)));
    }

    private static List<String> ids(List<Condition> after) {
        return ChannelConditions.changes(channel(), List.of(), after).stream()
                .map(NewEvent::id)
                .toList();
    }

    private static List<String> recorded(List<Condition> before, List<Condition> after) {
        return ChannelConditions.changes(channel(), before, after).stream()
                .map(event -> (event.type() == Type.NORMAL ? "NORMAL " : "WARNING ") + event.reason())
                .toList();
    }

    private static Optional<LatestMessages> latest(@Nullable Trouble trouble) {
        return Optional.of(new LatestMessages(trouble));
    }

    private static List<Condition> conditions(
            ConditionFinding ready, Optional<LatestMessages> latest, List<Condition> before, int secondsLater) {
        Clock clock = Clock.offset(Clock.fixed(NOON, ZoneOffset.UTC), Duration.ofSeconds(secondsLater));
        return ChannelConditions.of(ready, latest, 1, before, clock);
    }

    private static NotificationChannel channel() {
        NotificationChannel channel = new NotificationChannel();
        channel.setMetadata(
                new ObjectMetaBuilder().withName("bot").withUid("u-1").build());
        return channel;
    }
}
