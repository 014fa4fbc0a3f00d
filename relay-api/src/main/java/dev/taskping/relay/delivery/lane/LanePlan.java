package dev.taskping.relay.delivery.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans what to send next on a lane with a rate limit. If the rate allows everything that waits, messages go one by one and in
 * order. Otherwise the most urgent go first, and the last message that the rate allows is a digest of the rest, in which a
 * task's start and end are one line. Nothing is left out. Pure.
 */
public final class LanePlan {

    /** A line of a digest has about a hundred characters, and the chats' messages 4096 and more. */
    public static final int MOST_IN_DIGEST = 32;

    /**
     * A delivery that could be sent now.
     *
     * @param id the delivery
     * @param channel its channel
     * @param mergeable whether it may be part of a digest: it reports an event, and people read it
     * @param earlier those of the same task and channel that wait before it
     */
    public record Waiting(UUID id, UUID channel, boolean mergeable, List<UUID> earlier) {}

    /**
     * One message.
     *
     * @param shown the deliveries that it shows; several make it a digest
     * @param carried the deliveries that it completes
     */
    public record Planned(List<UUID> shown, List<UUID> carried) {}

    private LanePlan() {}

    /**
     * Plans.
     *
     * @param waiting what could be sent now, the most urgent first
     * @param allowed how many messages may go now; none: nothing is planned
     * @param slots how many of them can be sent at the same time
     */
    public static List<Planned> of(List<Waiting> waiting, int allowed, int slots) {
        if (allowed <= 0) {
            return List.of();
        }
        List<Planned> plan = waiting.size() <= allowed ? oneByOne(waiting) : merged(waiting, allowed);
        return plan.subList(0, Math.min(plan.size(), Math.min(allowed, slots)));
    }

    private static List<Planned> oneByOne(List<Waiting> waiting) {
        return waiting.stream()
                .filter(one -> one.earlier().isEmpty())
                .map(one -> new Planned(List.of(one.id()), List.of(one.id())))
                .toList();
    }

    private static List<Planned> merged(List<Waiting> waiting, int allowed) {
        Set<UUID> told = waiting.stream()
                .filter(Waiting::mergeable)
                .flatMap(one -> one.earlier().stream())
                .collect(Collectors.toSet());
        List<Waiting> queue = waiting.stream()
                .filter(one -> !told.contains(one.id()))
                .filter(one -> one.mergeable() || one.earlier().isEmpty())
                .toList();
        List<Planned> plan = new ArrayList<>();
        for (Waiting one : queue) {
            int left = queue.size() - plan.size();
            boolean last = plan.size() == allowed - 1;
            if (last && left > 1 && one.mergeable()) {
                plan.add(digest(queue.subList(plan.size(), queue.size()), one.channel()));
                return plan;
            }
            plan.add(planned(List.of(one)));
        }
        return plan;
    }

    private static Planned digest(List<Waiting> rest, UUID channel) {
        return planned(rest.stream()
                .filter(one -> one.mergeable() && one.channel().equals(channel))
                .limit(MOST_IN_DIGEST)
                .toList());
    }

    private static Planned planned(List<Waiting> shown) {
        return new Planned(
                shown.stream().map(Waiting::id).toList(),
                shown.stream()
                        .flatMap(one -> Stream.concat(one.earlier().stream(), Stream.of(one.id())))
                        .toList());
    }
}
