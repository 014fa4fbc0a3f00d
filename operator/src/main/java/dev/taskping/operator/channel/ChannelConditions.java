package dev.taskping.operator.channel;

import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.operator.status.ConditionFinding;
import dev.taskping.operator.status.EventRecorder.NewEvent;
import dev.taskping.operator.status.EventRecorder.Type;
import dev.taskping.protocol.channel.ChannelState.Trouble;
import io.fabric8.kubernetes.api.model.Condition;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The conditions of a channel, and which of their changes call for an Event. Pure. */
final class ChannelConditions {

    private static final String ARRIVING = "Arriving";
    /** Not ready, but nothing is wrong: the operator waits for a person. */
    private static final String AWAITING_PAIRING = "AwaitingPairing";

    private ChannelConditions() {}

    /**
     * The conditions {@code Ready} and {@code Delivering}.
     *
     * @param ready whether the channel can be used
     * @param latest what the relay says of its latest messages; absent if that is not known
     * @param before the conditions that the channel has
     */
    static List<Condition> of(
            ConditionFinding ready,
            Optional<LatestMessages> latest,
            long generation,
            List<Condition> before,
            Clock clock) {
        Optional<Condition> delivering = latest.map(messages -> messages.trouble() == null
                        ? ConditionFinding.yes(ARRIVING, "No message to this channel is in trouble.")
                        : ConditionFinding.no(
                                messages.trouble().reason(), messages.trouble().message()))
                .map(found -> found.toCondition(WellKnownNames.DELIVERING, generation, before, clock))
                .or(() -> ConditionFinding.find(WellKnownNames.DELIVERING, before));
        return Stream.concat(Stream.of(ready.toReady(generation, before, clock)), delivering.stream())
                .toList();
    }

    /**
     * What the relay says of a channel's latest messages.
     *
     * @param trouble what is wrong with them; absent while they arrive
     */
    record LatestMessages(@Nullable Trouble trouble) {}

    /** The Events that a change of conditions calls for: one for each condition with another status or reason. */
    static List<NewEvent> changes(NotificationChannel channel, List<Condition> before, List<Condition> after) {
        List<NewEvent> events = new ArrayList<>();
        for (Condition now : after) {
            Optional<Condition> last = ConditionFinding.find(now.getType(), before);
            boolean same = last.isPresent()
                    && Objects.equals(last.get().getStatus(), now.getStatus())
                    && Objects.equals(last.get().getReason(), now.getReason());
            boolean good = "True".equals(now.getStatus());
            boolean noteworthy = WellKnownNames.READY.equals(now.getType()) || !good || last.isPresent();
            if (!same && noteworthy) {
                events.add(event(channel, now, good));
            }
        }
        return events;
    }

    private static NewEvent event(NotificationChannel channel, Condition now, boolean good) {
        String identity = channel.getMetadata().getUid()
                + now.getType()
                + now.getStatus()
                + now.getReason()
                + now.getMessage()
                + now.getLastTransitionTime();
        return new NewEvent(
                UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                        .toString(),
                good || AWAITING_PAIRING.equals(now.getReason()) ? Type.NORMAL : Type.WARNING,
                now.getReason(),
                now.getMessage(),
                Instant.parse(now.getLastTransitionTime()));
    }
}
