package dev.taskping.bench.scenario;

import dev.taskping.bench.ProcessUsage;
import dev.taskping.bench.RelayFleet;
import dev.taskping.bench.ScenarioSize;
import dev.taskping.bench.ScenarioSizes;
import dev.taskping.bench.load.EventBatchSender;
import dev.taskping.bench.load.EventBatchSender.Batches;
import dev.taskping.bench.load.WebhookReceiver;
import dev.taskping.bench.report.Budget;
import dev.taskping.bench.report.Report;
import dev.taskping.bench.report.Table;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many events a second 1, 2 and 4 replicas of the relay take in and pass on to webhooks, sharing one PostgreSQL and this
 * machine. The clock runs from the first batch sent to the last message received.
 */
public final class RelayThroughput implements Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int WARM_UP_PARTS = 4;

    private static final Map<Budget, Integer> REPLICAS =
            new EnumMap<>(Map.of(Budget.RELAY_ONE, 1, Budget.RELAY_TWO, 2, Budget.RELAY_FOUR, 4));

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public void run(ScenarioSizes scenarioSizes, Report report) {
        int events = scenarioSizes.of(ScenarioSize.RELAY_EVENTS);
        int channels = scenarioSizes.of(ScenarioSize.RELAY_CHANNELS);
        Table table = new Table(
                "Relay: " + events + " events to " + channels + " webhook channels",
                "replicas",
                "events/s",
                "acknowledged/s",
                "relay CPU ms an event",
                "PostgreSQL CPU ms an event",
                "load and receiver CPU ms an event",
                "doubled");
        try (WebhookReceiver webhookReceiver = new WebhookReceiver();
                RelayFleet fleet = new RelayFleet();
                EventBatchSender sender = new EventBatchSender(RelayFleet.CLUSTER, RelayFleet.KEY)) {
            fleet.grow(1);
            sender.register(fleet.urls().getFirst(), webhookReceiver.url(), channels);
            REPLICAS.forEach((budget, replicas) -> {
                fleet.grow(replicas);
                Batches warmUp = sender.prepare(events / WARM_UP_PARTS, channels);
                sender.send(warmUp, fleet.urls());
                webhookReceiver.await(warmUp.uids(), PATIENCE);

                Batches batches = sender.prepare(events, channels);
                ProcessUsage before = fleet.usage();
                long began = System.nanoTime();
                sender.send(batches, fleet.urls());
                double acknowledged = perSecond(events, began);
                webhookReceiver.await(batches.uids(), PATIENCE);
                double rate = perSecond(events, began);
                Map<String, Double> cpu = fleet.usage().cpuSince(before);
                table.row(
                        replicas,
                        Math.rint(rate),
                        Math.rint(acknowledged),
                        cpu.getOrDefault("relay", 0.0) * 1000 / events,
                        cpu.getOrDefault("PostgreSQL", 0.0) * 1000 / events,
                        cpu.getOrDefault(ProcessUsage.BENCH, 0.0) * 1000 / events,
                        webhookReceiver.doubled());
                report.hold(budget, rate);
            });
        }
        report.add(table);
    }

    private static double perSecond(int events, long began) {
        return events * 1e9 / (System.nanoTime() - began);
    }
}
