package dev.taskping.chaos.verdict;

import dev.taskping.chaos.fault.Timeline;
import dev.taskping.chaos.work.Truth;
import dev.taskping.protocol.event.Result;
import dev.taskping.testkit.stand.RelayRecord.Attempt;
import dev.taskping.testkit.stand.RelayRecord.Delivery;
import dev.taskping.testkit.stand.RelayRecord.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares cluster truth, the relay's record and what providers received. Pure but for asking for single deliveries. */
public final class Comparison {

    private final List<Truth> truths;
    private final Map<String, Task> recorded;
    private final Map<String, List<Receipt>> received;
    private final Timeline timeline;
    private final Function<String, List<Delivery>> deliveries;
    private final List<String> faults = new ArrayList<>();
    private final List<String> explanations = new ArrayList<>();
    private int lost;
    private int doubled;
    private int inCrashWindow;
    private int repeated;
    private int wrong;
    private long slowestMillis;

    /**
     * Compares these.
     *
     * @param truths what the API server acknowledged
     * @param tasks the relay's record of the same namespace
     * @param receipts what providers took
     * @param timeline what was broken when
     * @param deliveries what the relay has on record of a task's messages, by uid; asked only where something is odd
     */
    public Comparison(
            List<Truth> truths,
            List<Task> tasks,
            List<Receipt> receipts,
            Timeline timeline,
            Function<String, List<Delivery>> deliveries) {
        this.truths = truths;
        this.recorded = tasks.stream().collect(Collectors.toMap(Task::uid, Function.identity()));
        this.received = receipts.stream().collect(Collectors.groupingBy(Receipt::job));
        this.timeline = timeline;
        this.deliveries = deliveries;
    }

    /** The destinations at which something that has to be told is not told yet. */
    public Set<Destination> outstanding() {
        Set<Destination> outstanding = new TreeSet<>();
        for (Truth truth : truths) {
            if (!Expectation.of(truth, timeline).mayBeUntold()) {
                for (Destination destination : Destination.values()) {
                    if (copies(truth, destination).isEmpty()) {
                        outstanding.add(destination);
                    }
                }
            }
        }
        return outstanding;
    }

    /** Counts and explains. */
    public Findings findings() {
        int told = 0;
        int unseen = 0;
        for (Truth truth : truths) {
            Expectation expectation = Expectation.of(truth, timeline);
            boolean anywhere = received.containsKey(truth.name());
            if (!anywhere && !recorded.containsKey(truth.uid()) && expectation.mayBeUntold()) {
                unseen++;
                explanations.add(line(truth, "unseen: it lived and vanished while nobody watched"));
                continue;
            }
            boolean complete = compareRecord(truth, expectation);
            for (Destination destination : Destination.values()) {
                complete &= compareReceipts(truth, expectation, destination);
            }
            told += complete ? 1 : 0;
        }
        findStrangers();
        return new Findings(
                truths.size(),
                told,
                lost,
                doubled,
                inCrashWindow,
                repeated,
                wrong,
                unseen,
                slowestMillis,
                faults,
                explanations);
    }

    private boolean compareRecord(Truth truth, Expectation expectation) {
        Task task = recorded.get(truth.uid());
        if (task == null || !task.finished()) {
            lost++;
            fault(truth, "lost: the relay " + (task == null ? "has never heard of it" : "holds it as running"));
            return false;
        }
        boolean right =
                expectation.results().stream().anyMatch(result -> word(result).equals(task.result()));
        if (!right) {
            wrong++;
            fault(truth, "wrong: the relay has on record that it was " + task.result());
        }
        return true;
    }

    private boolean compareReceipts(Truth truth, Expectation expectation, Destination destination) {
        List<Receipt> copies = copies(truth, destination);
        if (copies.isEmpty()) {
            lost++;
            fault(truth, "lost: not received by " + destination + "; " + whereabouts(truth, destination));
            return false;
        }
        slowestMillis = Math.max(
                slowestMillis,
                Duration.between(truth.ended(), copies.getFirst().at()).toMillis());
        for (Receipt copy : copies) {
            if (!expectation.results().contains(copy.result())) {
                wrong++;
                fault(truth, "wrong: " + destination + " was told " + word(copy.result()));
            }
        }
        if (copies.size() > 1) {
            explainCopies(truth, destination, copies);
        }
        return true;
    }

    /** The last copy is the one that counts; each before it needs a reason for not having been enough. */
    private void explainCopies(Truth truth, Destination destination, List<Receipt> copies) {
        Optional<Delivery> delivery = delivery(truth, destination);
        List<Attempt> attempts = delivery.map(Delivery::attempts).orElse(List.of());
        boolean sameId = copies.stream().map(Receipt::messageId).distinct().count() == 1;
        for (Receipt copy : copies.subList(0, copies.size() - 1)) {
            Optional<String> explanation = CrashWindow.explain(copy.at(), attempts, timeline);
            boolean allowed = explanation.isPresent() && (destination != Destination.WEBHOOK || sameId);
            if (!allowed) {
                doubled++;
            } else if (destination == Destination.WEBHOOK) {
                repeated++;
            } else {
                inCrashWindow++;
            }
            String taken = destination + " took it at " + copy.at() + " and at "
                    + copies.getLast().at() + "; " + explanation.orElse("nothing that was broken explains it");
            if (allowed) {
                explanations.add(line(truth, "in the crash window: " + taken));
            } else {
                fault(truth, "doubled: " + taken + "; " + whereabouts(truth, destination));
            }
        }
    }

    private void findStrangers() {
        Set<String> names = truths.stream().map(Truth::name).collect(Collectors.toSet());
        Set<String> uids = truths.stream().map(Truth::uid).collect(Collectors.toSet());
        Set<String> strangers = new HashSet<>(received.keySet());
        strangers.removeAll(names);
        recorded.values().stream()
                .filter(task -> !uids.contains(task.uid()))
                .forEach(task -> strangers.add(task.uid()));
        wrong += strangers.size();
        strangers.forEach(stranger -> faults.add(stranger + ": told or recorded, and there is no such Job"));
    }

    private List<Receipt> copies(Truth truth, Destination destination) {
        return received.getOrDefault(truth.name(), List.of()).stream()
                .filter(receipt -> receipt.destination() == destination)
                .sorted(Comparator.comparing(Receipt::at))
                .toList();
    }

    private String whereabouts(Truth truth, Destination destination) {
        return delivery(truth, destination)
                .map(delivery -> "delivery " + delivery.id() + " is " + delivery.state() + " " + delivery.reason()
                        + ", attempts "
                        + delivery.attempts().stream()
                                .map(attempt -> attempt.at() + " " + attempt.result() + " after "
                                        + attempt.latency().toMillis() + " ms " + attempt.detail())
                                .toList())
                .orElse("the relay has no such delivery");
    }

    private Optional<Delivery> delivery(Truth truth, Destination destination) {
        return deliveries.apply(truth.uid()).stream()
                .filter(delivery -> delivery.channel().equals(destination.channel())
                        && delivery.eventId().endsWith("/finished"))
                .findFirst();
    }

    private void fault(Truth truth, String fault) {
        faults.add(line(truth, fault));
    }

    private static String line(Truth truth, String text) {
        return truth.name() + " " + truth.uid() + " (" + truth.ending() + ", ended " + truth.ended() + ") " + text;
    }

    private static String word(Result result) {
        return switch (result) {
            case SUCCEEDED -> "Succeeded";
            case FAILED -> "Failed";
            case CANCELLED -> "Cancelled";
            case GONE -> "Gone";
        };
    }
}
