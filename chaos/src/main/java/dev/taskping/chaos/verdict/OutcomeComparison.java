package dev.taskping.chaos.verdict;

import dev.taskping.chaos.fault.OutageTimeline;
import dev.taskping.chaos.work.ActualOutcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.testkit.testbed.RelayInspector.Attempt;
import dev.taskping.testkit.testbed.RelayInspector.Delivery;
import dev.taskping.testkit.testbed.RelayInspector.Task;
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
public final class OutcomeComparison {

    private final List<ActualOutcome> truths;
    private final Map<String, Task> recorded;
    private final Map<String, List<Receipt>> received;
    private final OutageTimeline outageTimeline;
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
    public OutcomeComparison(
            List<ActualOutcome> truths,
            List<Task> tasks,
            List<Receipt> receipts,
            OutageTimeline outageTimeline,
            Function<String, List<Delivery>> deliveries) {
        this.truths = truths;
        this.recorded = tasks.stream().collect(Collectors.toMap(Task::uid, Function.identity()));
        this.received = receipts.stream().collect(Collectors.groupingBy(Receipt::job));
        this.outageTimeline = outageTimeline;
        this.deliveries = deliveries;
    }

    /** The destinations at which something that has to be told is not told yet. */
    public Set<Destination> outstanding() {
        Set<Destination> outstanding = new TreeSet<>();
        for (ActualOutcome actualOutcome : truths) {
            if (!Expectation.of(actualOutcome, outageTimeline).mayBeUntold()) {
                for (Destination destination : Destination.values()) {
                    if (copies(actualOutcome, destination).isEmpty()) {
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
        for (ActualOutcome actualOutcome : truths) {
            Expectation expectation = Expectation.of(actualOutcome, outageTimeline);
            boolean anywhere = received.containsKey(actualOutcome.name());
            if (!anywhere && !recorded.containsKey(actualOutcome.uid()) && expectation.mayBeUntold()) {
                unseen++;
                explanations.add(line(actualOutcome, "unseen: it lived and vanished while nobody watched"));
                continue;
            }
            boolean complete = compareRecord(actualOutcome, expectation);
            for (Destination destination : Destination.values()) {
                complete &= compareReceipts(actualOutcome, expectation, destination);
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

    private boolean compareRecord(ActualOutcome actualOutcome, Expectation expectation) {
        Task task = recorded.get(actualOutcome.uid());
        if (task == null || !task.finished()) {
            lost++;
            fault(actualOutcome, "lost: the relay " + (task == null ? "has never heard of it" : "holds it as running"));
            return false;
        }
        boolean right =
                expectation.results().stream().anyMatch(result -> word(result).equals(task.result()));
        if (!right) {
            wrong++;
            fault(actualOutcome, "wrong: the relay has on record that it was " + task.result());
        }
        return true;
    }

    private boolean compareReceipts(ActualOutcome actualOutcome, Expectation expectation, Destination destination) {
        List<Receipt> copies = copies(actualOutcome, destination);
        if (copies.isEmpty()) {
            lost++;
            fault(
                    actualOutcome,
                    "lost: not received by " + destination + "; " + whereabouts(actualOutcome, destination));
            return false;
        }
        slowestMillis = Math.max(
                slowestMillis,
                Duration.between(actualOutcome.ended(), copies.getFirst().at()).toMillis());
        for (Receipt copy : copies) {
            if (!expectation.results().contains(copy.result())) {
                wrong++;
                fault(actualOutcome, "wrong: " + destination + " was told " + word(copy.result()));
            }
        }
        if (copies.size() > 1) {
            explainCopies(actualOutcome, destination, copies);
        }
        return true;
    }

    /** The last copy is the one that counts; each before it needs a reason for not having been enough. */
    private void explainCopies(ActualOutcome actualOutcome, Destination destination, List<Receipt> copies) {
        Optional<Delivery> delivery = delivery(actualOutcome, destination);
        List<Attempt> attempts = delivery.map(Delivery::attempts).orElse(List.of());
        boolean sameId = copies.stream().map(Receipt::messageId).distinct().count() == 1;
        for (Receipt copy : copies.subList(0, copies.size() - 1)) {
            Optional<String> explanation = CrashWindow.explain(copy.at(), attempts, outageTimeline);
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
                explanations.add(line(actualOutcome, "in the crash window: " + taken));
            } else {
                fault(actualOutcome, "doubled: " + taken + "; " + whereabouts(actualOutcome, destination));
            }
        }
    }

    private void findStrangers() {
        Set<String> names = truths.stream().map(ActualOutcome::name).collect(Collectors.toSet());
        Set<String> uids = truths.stream().map(ActualOutcome::uid).collect(Collectors.toSet());
        Set<String> strangers = new HashSet<>(received.keySet());
        strangers.removeAll(names);
        recorded.values().stream()
                .filter(task -> !uids.contains(task.uid()))
                .forEach(task -> strangers.add(task.uid()));
        wrong += strangers.size();
        strangers.forEach(stranger -> faults.add(stranger + ": told or recorded, and there is no such Job"));
    }

    private List<Receipt> copies(ActualOutcome actualOutcome, Destination destination) {
        return received.getOrDefault(actualOutcome.name(), List.of()).stream()
                .filter(receipt -> receipt.destination() == destination)
                .sorted(Comparator.comparing(Receipt::at))
                .toList();
    }

    private String whereabouts(ActualOutcome actualOutcome, Destination destination) {
        return delivery(actualOutcome, destination)
                .map(delivery -> "delivery " + delivery.id() + " is " + delivery.state() + " " + delivery.reason()
                        + ", attempts "
                        + delivery.attempts().stream()
                                .map(attempt -> attempt.at() + " " + attempt.result() + " after "
                                        + attempt.latency().toMillis() + " ms " + attempt.detail())
                                .toList())
                .orElse("the relay has no such delivery");
    }

    private Optional<Delivery> delivery(ActualOutcome actualOutcome, Destination destination) {
        return deliveries.apply(actualOutcome.uid()).stream()
                .filter(delivery -> delivery.channel().equals(destination.channel())
                        && delivery.eventId().endsWith("/finished"))
                .findFirst();
    }

    private void fault(ActualOutcome actualOutcome, String fault) {
        faults.add(line(actualOutcome, fault));
    }

    private static String line(ActualOutcome actualOutcome, String text) {
        return actualOutcome.name() + " " + actualOutcome.uid() + " (" + actualOutcome.ending() + ", ended "
                + actualOutcome.ended() + ") " + text;
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
