package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.spi.DeliveryResult;
import java.time.Instant;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What attempts say of the lanes they used. Sorted, so that two replicas that write cannot deadlock. Pure.
 *
 * @param paused lanes whose provider asked for patience, until when
 * @param failures how often attempts failed, of lanes on which nothing arrived
 * @param working lanes on which something arrived
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
                case DeliveryResult.Rejected rejected -> {} // about the message or the channel, not about the way there
            }
        }
        failures.keySet().removeAll(working);
        return new LaneHealthUpdate(paused, failures, working);
    }
}
