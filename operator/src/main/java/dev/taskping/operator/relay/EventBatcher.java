package dev.taskping.operator.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.relay.EventReceipt;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to the relay in batches, one request at a time, in the order in which they came, and tells of each when
 * the relay has recorded it. While the relay is away it holds {@value #CAPACITY} events and refuses more: the cluster
 * still holds what they tell of.
 */
@ApplicationScoped
public class EventBatcher {

    /** The most events held, sent ones included: 10 MiB or so with log tails of the usual size. */
    static final int CAPACITY = 1_000;

    private static final Logger LOG = Logger.getLogger(EventBatcher.class);
    private static final int MOST_EVENTS = 200;
    /** The relay takes bodies of 4 MiB; an event of ours is at most 64 KiB of log in JSON (sixfold at worst) and little else. */
    private static final int MOST_BYTES = 3 * 1024 * 1024;

    private static final Duration LINGER = Duration.ofMillis(4);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(2));

    private record Pending(String id, byte[] json, CompletableFuture<EventReceipt> acknowledged) {}

    private final RelayClient relay;
    private final RelayHttp http;
    private final MeterRegistry meters;
    private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>(CAPACITY);
    private @Nullable Pending overhang;
    private volatile @Nullable Thread sender;

    EventBatcher(RelayClient relay, RelayHttp http, MeterRegistry meters) {
        this.relay = relay;
        this.http = http;
        this.meters = meters;
        meters.gaugeCollectionSize("taskping.events.waiting", List.of(), queue);
    }

    @PostConstruct
    void start() {
        sender = Thread.ofVirtual().name("event-batcher").start(this::sendForever);
    }

    @PreDestroy
    void stop() {
        Thread running = sender;
        if (running != null) {
            running.interrupt();
        }
    }

    /**
     * Queues an event.
     *
     * @return completes when the relay has recorded or finally refused the event; completes with a
     *     {@link RelayException} at once if too many are waiting
     */
    public CompletableFuture<EventReceipt> submit(TaskEvent event) {
        Pending pending = new Pending(event.id(), json(event), new CompletableFuture<>());
        if (!queue.offer(pending)) {
            pending.acknowledged()
                    .completeExceptionally(new RelayException(
                            RelayException.Kind.UNAVAILABLE,
                            CAPACITY + " events already wait for the relay; event " + event.id() + " has to come again",
                            null,
                            null));
        }
        return pending.acknowledged();
    }

    private byte[] json(TaskEvent event) {
        try {
            return http.json().writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write event " + event.id() + " as JSON", e);
        }
    }

    private void sendForever() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                deliver(collect());
            }
        } catch (InterruptedException e) {
            LOG.debug("The event batcher ends");
        }
    }

    private List<Pending> collect() throws InterruptedException {
        List<Pending> batch = new ArrayList<>();
        Pending next = overhang != null ? overhang : queue.take();
        overhang = null;
        long end = System.nanoTime() + LINGER.toNanos();
        int bytes = 0;
        while (next != null) {
            if (!batch.isEmpty() && bytes + next.json().length > MOST_BYTES) {
                overhang = next;
                return batch;
            }
            batch.add(next);
            bytes += next.json().length + 1;
            if (batch.size() == MOST_EVENTS) {
                return batch;
            }
            next = queue.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        return batch;
    }

    private void deliver(List<Pending> batch) throws InterruptedException {
        List<Pending> rest = batch;
        for (int failures = 0; !rest.isEmpty(); ) {
            try {
                rest = settle(rest, relay.send(join(rest)));
                if (failures > 0) {
                    LOG.infof("The relay takes events again");
                }
                failures = rest.isEmpty() ? 0 : failures + 1;
            } catch (RelayException e) {
                if (e.kind() == RelayException.Kind.REFUSED) {
                    isolate(rest, e);
                    return;
                }
                failures++;
                report(e, failures);
                Thread.sleep(e.retryAfter().orElse(BACKOFF.after(failures)).toMillis());
            }
        }
    }

    /** Whoever got a verdict is done; the answer leaves out nobody, but if it did, those go again. */
    private List<Pending> settle(List<Pending> batch, List<EventReceipt> verdicts) {
        Map<String, EventReceipt> byId = verdicts.stream()
                .collect(Collectors.toMap(EventReceipt::id, Function.identity(), (first, again) -> first));
        List<Pending> rest = new ArrayList<>();
        for (Pending pending : batch) {
            EventReceipt verdict = byId.get(pending.id());
            if (verdict == null) {
                rest.add(pending);
            } else {
                complete(pending, verdict);
            }
        }
        return rest;
    }

    /** One event that the relay cannot take must not hold up the others: halve until it stands alone. */
    private void isolate(List<Pending> batch, RelayException refusal) throws InterruptedException {
        if (batch.size() == 1) {
            Pending refused = batch.getFirst();
            complete(refused, new EventReceipt(refused.id(), EventReceipt.Status.REJECTED, refusal.getMessage()));
            return;
        }
        deliver(batch.subList(0, batch.size() / 2));
        deliver(batch.subList(batch.size() / 2, batch.size()));
    }

    private void complete(Pending pending, EventReceipt verdict) {
        meters.counter(
                        "taskping.events.sent",
                        "verdict",
                        verdict.status().name().toLowerCase(java.util.Locale.ROOT))
                .increment();
        switch (verdict.status()) {
            case ACCEPTED, DUPLICATE -> LOG.debugf("Event %s: %s", pending.id(), verdict.status());
            case UNROUTABLE ->
                LOG.warnf("Event %s was recorded, but not everybody can be told: %s", pending.id(), verdict.detail());
            case REJECTED -> LOG.errorf("Event %s was rejected by the relay: %s", pending.id(), verdict.detail());
        }
        pending.acknowledged().complete(verdict);
    }

    private static byte[] join(List<Pending> batch) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        char separator = '[';
        for (Pending pending : batch) {
            out.write(separator);
            out.writeBytes(pending.json());
            separator = ',';
        }
        out.write(']');
        return out.toByteArray();
    }

    private static void report(RelayException e, int failures) {
        if (failures == 1 || failures % 30 == 0) {
            LOG.warnf("Events wait (attempt %d): %s", failures, e.getMessage());
        }
    }
}
