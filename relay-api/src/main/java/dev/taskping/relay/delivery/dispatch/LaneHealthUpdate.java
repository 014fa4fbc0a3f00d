package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.spi.DeliveryResult;
import java.time.Instant;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What attempts say about the health of their lanes. Sorted, so that two replicas that write cannot deadlock. Pure.
 *
 * @param paused lanes whose provider asked to wait, and until when
 * @param failures how many attempts failed, by lane, for lanes on which no message arrived
 * @param working lanes on which a message arrived
 */
record LaneHealthUpdate(
        SortedMap<String, Instant> paused, SortedMap<String, Integer> failures, SortedSet<String> working) {

    /** Of attempts that ended by now. */
    static LaneHealthUpdate of(Collection<SendAttempt> attempts, Instant now) {
        SortedMap<String, Instant> paused = new TreeMap<>();
        SortedMap<String, Integer> failures = new TreeMap<>();
        SortedSet<String> working = new TreeSet<>();
        for (SendAttempt attempt : attempts) {
            String lane = attempt.message().first().lane();
            switch (attempt.result()) {
                case DeliveryResult.Delivered delivered -> working.add(lane);
                case DeliveryResult.Failed failed -> failures.merge(lane, 1, Integer::sum);
                case DeliveryResult.RetryAfter wait ->
                    paused.merge(lane, now.plus(wait.delay()), (one, other) -> one.isAfter(other) ? one : other);
                case DeliveryResult.Rejected rejected -> {} // This concerns the message or the channel, not the lane.
            }
        }
        failures.keySet().removeAll(working);
        return new LaneHealthUpdate(paused, failures, working);
    }
}
