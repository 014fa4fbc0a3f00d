package dev.taskping.chaos.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What was broken when. Thread safe. */
public final class OutageTimeline {

    /**
     * A time in which something was broken.
     *
     * @param trouble what
     * @param from the moment before it broke
     * @param to the moment at which it was seen to work again
     */
    public record Interval(Outage trouble, Instant from, Instant to) {

        /** Whether the one has a moment in common with the other. */
        public boolean overlaps(Instant begin, Instant end) {
            return !from.isAfter(end) && !to.isBefore(begin);
        }
    }

    /** An operator did not watch. */
    private record Absence(String operator, Instant from, Instant to) {}

    private final List<Interval> intervals = new ArrayList<>();
    private final List<Absence> absences = new ArrayList<>();
    private final int operators;

    /**
     * An empty one.
     *
     * @param operators how many there are: while at least one watches, somebody does
     */
    public OutageTimeline(int operators) {
        this.operators = operators;
    }

    /** Notes that one of the operators did not watch; while none of them did, nobody watched. */
    public synchronized void addAbsence(String operator, Instant from, Instant to) {
        absences.add(new Absence(operator, from, to));
        addCommon(Set.of(operator), from, to);
    }

    /** What the absences of all others have in common with this one. */
    private void addCommon(Set<String> absent, Instant from, Instant to) {
        if (absent.size() == operators) {
            add(Outage.NOBODY_WATCHES, from, to);
            return;
        }
        for (Absence other : absences) {
            Instant begin = other.from().isAfter(from) ? other.from() : from;
            Instant end = other.to().isBefore(to) ? other.to() : to;
            if (!absent.contains(other.operator()) && begin.isBefore(end)) {
                Set<String> more = new HashSet<>(absent);
                more.add(other.operator());
                addCommon(more, begin, end);
            }
        }
    }

    /** Notes that something was broken. */
    public synchronized void add(Outage trouble, Instant from, Instant to) {
        intervals.add(new Interval(trouble, from, to));
    }

    /** Does something during which something is broken. */
    void during(Outage trouble, Runnable action) {
        during(trouble, () -> {
            action.run();
            return Instant.now();
        });
    }

    /** The same; the action says when it worked again. */
    void during(Outage trouble, Supplier<Instant> action) {
        Instant from = Instant.now();
        add(trouble, from, action.get());
    }

    /** All of one kind, in order. */
    public synchronized List<Interval> of(Outage trouble) {
        return intervals.stream()
                .filter(interval -> interval.trouble() == trouble)
                .sorted(Comparator.comparing(Interval::from))
                .toList();
    }

    /** All, in order. */
    public synchronized List<Interval> all() {
        return intervals.stream().sorted(Comparator.comparing(Interval::from)).toList();
    }

    /** Whether this was broken at any moment from the one to the other. */
    public boolean overlaps(Outage trouble, Instant begin, Instant end) {
        return of(trouble).stream().anyMatch(interval -> interval.overlaps(begin, end));
    }

    /** Whether at every moment from the one to the other something of these was broken. */
    public boolean covers(List<Outage> troubles, Instant begin, Instant end) {
        Instant covered = begin;
        for (Interval interval : all()) {
            if (troubles.contains(interval.trouble()) && !interval.from().isAfter(covered)) {
                covered = interval.to().isAfter(covered) ? interval.to() : covered;
            }
        }
        return !covered.isBefore(end);
    }

    /** The moment from which on nothing of these is broken, counting from one; what breaks within that time afterwards counts, too. */
    public Instant worksAfter(List<Outage> troubles, Instant from, Duration tolerance) {
        Instant works = from;
        for (Interval interval : all()) {
            boolean holdsUp = troubles.contains(interval.trouble())
                    && !interval.from().isAfter(works.plus(tolerance))
                    && interval.to().isAfter(works);
            works = holdsUp ? interval.to() : works;
        }
        return works;
    }

    /** Whether each of the operators was absent at some moment from the one to the other. */
    public synchronized boolean allAbsentWithin(Instant begin, Instant end) {
        return absences.stream()
                        .filter(absence ->
                                !absence.from().isAfter(end) && !absence.to().isBefore(begin))
                        .map(Absence::operator)
                        .distinct()
                        .count()
                == operators;
    }
}
