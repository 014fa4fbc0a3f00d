package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.ChannelHealth;
import dev.taskping.relay.channel.ChannelHealth.Symptom;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.delivery.dispatch.DeliveryOutcome.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What attempts say of the channels they were for: of several the last counts. Pure.
 *
 * @param recovered channels to which messages arrive
 * @param troubled channels to which they do not
 */
record ChannelHealthUpdate(Set<UUID> recovered, SortedMap<UUID, Symptom> troubled) {

    /** What fails less often is left to the next attempt: networks do that. */
    private static final int FAILURES = 3;

    /** Of attempts, in the order in which they ended. */
    static ChannelHealthUpdate of(List<AttemptDecision> decisions) {
        Map<UUID, Optional<Symptom>> last = new HashMap<>();
        for (AttemptDecision attemptDecision : decisions) {
            if (says(attemptDecision)) {
                last.put(attemptDecision.delivery().channelId(), symptom(attemptDecision));
            }
        }
        Set<UUID> recovered = new HashSet<>();
        SortedMap<UUID, Symptom> troubled = new TreeMap<>();
        last.forEach((channel, symptom) ->
                symptom.ifPresentOrElse(found -> troubled.put(channel, found), () -> recovered.add(channel)));
        return new ChannelHealthUpdate(recovered, troubled);
    }

    /** Writes it down, in the caller's transaction. */
    void note(Handle handle, ChannelHealth health, Instant now) {
        health.recovered(handle, recovered);
        health.troubled(handle, troubled, now);
    }

    private static boolean says(AttemptDecision attemptDecision) {
        return switch (attemptDecision.attempt().result()) {
            case DeliveryResult.Delivered delivered -> true;
            case DeliveryResult.Rejected rejected -> true;
            case DeliveryResult.Failed failed -> isLasting(attemptDecision);
            case DeliveryResult.RetryAfter wait -> attemptDecision.disposition().state() == State.DEAD;
        };
    }

    private static boolean isLasting(AttemptDecision attemptDecision) {
        return attemptDecision.delivery().attempts() + 1 >= FAILURES
                || attemptDecision.disposition().state() == State.DEAD;
    }

    private static Optional<Symptom> symptom(AttemptDecision attemptDecision) {
        return switch (attemptDecision.attempt().result()) {
            case DeliveryResult.Delivered delivered ->
                Optional.ofNullable(delivered.remark()).map(remark -> new Symptom("PartlyDelivered", remark));
            case DeliveryResult.Rejected rejected -> Optional.of(new Symptom("Refused", rejected.reason()));
            case DeliveryResult.Failed failed -> Optional.of(new Symptom("Failing", failed.cause()));
            case DeliveryResult.RetryAfter wait -> Optional.of(new Symptom("Failing", wait.reason()));
        };
    }
}
