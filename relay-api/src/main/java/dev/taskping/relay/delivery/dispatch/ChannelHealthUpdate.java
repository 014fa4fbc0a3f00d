package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.ChannelHealthStore.Symptom;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.delivery.dispatch.DeliveryOutcome.State;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What attempts say about the health of their channels; of several attempts for a channel the last counts. Pure.
 *
 * @param recovered channels to which messages arrive
 * @param troubled channels to which they do not
 */
record ChannelHealthUpdate(Set<UUID> recovered, SortedMap<UUID, Symptom> troubled) {

    /** Fewer failures in a row are normal for networks and say nothing. */
    private static final int FAILURES = 3;

    /** Of attempts, in the order in which they ended. */
    static ChannelHealthUpdate of(List<DeliveryAttempt> decided) {
        Map<UUID, Optional<Symptom>> last = new HashMap<>();
        for (DeliveryAttempt attempt : decided) {
            if (says(attempt)) {
                last.put(attempt.delivery().channelId(), symptom(attempt));
            }
        }
        Set<UUID> recovered = new HashSet<>();
        SortedMap<UUID, Symptom> troubled = new TreeMap<>();
        last.forEach((channel, symptom) ->
                symptom.ifPresentOrElse(found -> troubled.put(channel, found), () -> recovered.add(channel)));
        return new ChannelHealthUpdate(recovered, troubled);
    }

    private static boolean says(DeliveryAttempt attempt) {
        return switch (attempt.sending().result()) {
            case DeliveryResult.Delivered delivered -> true;
            case DeliveryResult.Rejected rejected -> true;
            case DeliveryResult.Failed failed -> isLasting(attempt);
            case DeliveryResult.RetryAfter wait -> attempt.outcome().state() == State.DEAD;
        };
    }

    private static boolean isLasting(DeliveryAttempt attempt) {
        return attempt.delivery().attempts() + 1 >= FAILURES
                || attempt.outcome().state() == State.DEAD;
    }

    private static Optional<Symptom> symptom(DeliveryAttempt attempt) {
        return switch (attempt.sending().result()) {
            case DeliveryResult.Delivered delivered ->
                Optional.ofNullable(delivered.remark()).map(remark -> new Symptom("PartlyDelivered", remark));
            case DeliveryResult.Rejected rejected -> Optional.of(new Symptom("Refused", rejected.reason()));
            case DeliveryResult.Failed failed -> Optional.of(new Symptom("Failing", failed.cause()));
            case DeliveryResult.RetryAfter wait -> Optional.of(new Symptom("Failing", wait.reason()));
        };
    }
}
