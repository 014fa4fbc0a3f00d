package dev.taskping.operator.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.taskping.operator.background.BackgroundTask;
import dev.taskping.operator.background.RepeatedWork;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.relay.EventReceipt;
import dev.taskping.protocol.time.ExponentialBackoff;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to the relay in batches, one request at a time, in the order of their submission, and completes a future for each
 * event when the relay has recorded it. While the relay cannot be reached it holds {@value #CAPACITY} events and refuses more:
 * the Jobs that they report are still in the cluster.
 */
@ApplicationScoped
public class EventBatcher {

    /** The most events held: about 10 MiB with log tails of the usual size. */
    static final int CAPACITY = 1_000;

    private static final Logger LOG = Logger.getLogger(EventBatcher.class);
    private static final int MOST_EVENTS = 200;
    /** The relay accepts bodies of 4 MiB; an event is at most 64 KiB of log in JSON (sixfold at worst) and little else. */
    private static final int MOST_BYTES = 3 * 1024 * 1024;

    /** After so many equal answers to a batch that may be about one of its events, that event is looked for. */
    private static final int EQUAL_ANSWERS = 3;

    /** Events that spoilt a batch; the next batch with one of them is halved at once. */
    private static final int SUSPECTS = 1_000;

    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Duration LINGER = Duration.ofMillis(4);
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(250), Duration.ofSeconds(2));

    private record PendingEvent(String id, byte[] json, CompletableFuture<EventReceipt> verdict) {}

    private final RelayClient relay;
    private final RelayHttpClient http;
    private final MeterRegistry meters;
    private final BlockingQueue<PendingEvent> queue = new LinkedBlockingQueue<>(CAPACITY);
    private final BackgroundTask sender = new BackgroundTask(new Sender());

    /** When each of them was set aside first, by {@link System#nanoTime()}. */
    private final Cache<String, Long> suspects =
            Caffeine.newBuilder().maximumSize(SUSPECTS).build();

    private volatile long lastAccepted = System.nanoTime();

    /** Requests about suspects that failed since the relay accepted anything. */
    private int unaccepted;

    /** The event that did not fit into the last batch. */
    private @Nullable PendingEvent leftOver;

    EventBatcher(RelayClient relay, RelayHttpClient http, MeterRegistry meters) {
        this.relay = relay;
        this.http = http;
        this.meters = meters;
        meters.gaugeCollectionSize("taskping.events.waiting", List.of(), queue);
    }

    @PostConstruct
    void start() {
        sender.start();
    }

    @PreDestroy
    void stop() {
        sender.stop();
    }

    private final class Sender implements RepeatedWork {

        @Override
        public String name() {
            return "Sending of events to the relay";
        }

        @Override
        public void run() throws InterruptedException {
            List<PendingEvent> batch = collect();
            try {
                deliver(batch);
            } catch (RuntimeException | Error e) { // whoever waits for one of these events has to submit it again
                batch.forEach(event -> event.verdict().completeExceptionally(e));
                throw e;
            }
        }

        @Override
        public Duration interval() {
            return Duration.ZERO;
        }
    }

    /**
     * Sends an event and waits until the relay has recorded or rejected it.
     *
     * @throws RelayException if the caller has to send the event again later
     */
    public EventReceipt send(TaskEvent event) throws InterruptedException {
        try {
            return submit(event).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RelayException fault
                    ? fault
                    : new IllegalStateException("Event " + event.id() + " was not sent: " + e.getCause(), e);
        }
    }

    /**
     * Queues an event.
     *
     * @return completes when the relay has recorded or refused the event; completes with a {@link RelayException} at once if the
     *     queue is full
     */
    public CompletableFuture<EventReceipt> submit(TaskEvent event) {
        PendingEvent pending = new PendingEvent(event.id(), json(event), new CompletableFuture<>());
        if (!queue.offer(pending)) {
            pending.verdict()
                    .completeExceptionally(new RelayException(
                            RelayException.Kind.UNAVAILABLE,
                            CAPACITY + " events already wait for the relay; submit event " + event.id()
                                    + " again later",
                            null,
                            null));
        }
        return pending.verdict();
    }

    /** Whether an event was set aside and the relay has accepted others since: then the reason is in the event. */
    public boolean isAtFault(String id) {
        Long since = suspects.getIfPresent(id);
        return since != null && lastAccepted - since > 0;
    }

    /** Whether an event was set aside so long ago that the reason may be in the event, even if there was no other to compare it with. */
    public boolean isSuspectForLong(String id) {
        Long since = suspects.getIfPresent(id);
        return since != null && System.nanoTime() - since > LONG.toNanos();
    }

    private byte[] json(TaskEvent event) {
        try {
            return http.json().writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write event " + event.id() + " as JSON", e);
        }
    }

    private List<PendingEvent> collect() throws InterruptedException {
        List<PendingEvent> batch = new ArrayList<>();
        PendingEvent next = leftOver != null ? leftOver : queue.take();
        leftOver = null;
        long end = System.nanoTime() + LINGER.toNanos();
        int bytes = 0;
        while (next != null) {
            if (!batch.isEmpty() && bytes + next.json().length > MOST_BYTES) {
                leftOver = next;
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

    private void deliver(List<PendingEvent> batch) throws InterruptedException {
        deliver(
                batch,
                batch.stream().map(PendingEvent::id).anyMatch(suspects.asMap()::containsKey) ? 1 : EQUAL_ANSWERS);
    }

    /** @param most how many equal answers that may be about one event are taken for answers about the relay */
    private void deliver(List<PendingEvent> batch, int most) throws InterruptedException {
        List<PendingEvent> rest = batch;
        int equal = 0;
        for (int failures = 0; !rest.isEmpty(); ) {
            try {
                rest = complete(rest, relay.send(join(rest)));
                lastAccepted = System.nanoTime();
                unaccepted = 0;
                if (failures > 0) {
                    LOG.infof("The relay accepts events again after %d failed attempts", failures);
                }
                failures = rest.isEmpty() ? 0 : failures + 1;
            } catch (RelayException e) {
                if (e.kind() == RelayException.Kind.REFUSED) {
                    isolate(rest, e);
                    return;
                }
                equal = e.mayBeAboutTheContent() ? equal + 1 : 0;
                if (equal >= most) {
                    unaccepted++;
                    if (unaccepted
                            > 1) { // while the relay answers so to everything, it is not asked faster than otherwise
                        Thread.sleep(e.retryAfter().orElse(BACKOFF.after(unaccepted)));
                    }
                    setAside(rest, e);
                    return;
                }
                failures++;
                log(e, failures);
                Thread.sleep(e.retryAfter().orElse(BACKOFF.after(failures)));
            }
        }
    }

    /** Completes every event that got a verdict; returns the others, which are sent again. */
    private List<PendingEvent> complete(List<PendingEvent> batch, List<EventReceipt> verdicts) {
        Map<String, EventReceipt> byId = verdicts.stream()
                .collect(Collectors.toMap(EventReceipt::id, Function.identity(), (first, again) -> first));
        List<PendingEvent> rest = new ArrayList<>();
        for (PendingEvent pending : batch) {
            EventReceipt verdict = byId.get(pending.id());
            if (verdict == null) {
                rest.add(pending);
            } else {
                complete(pending, verdict);
            }
        }
        return rest;
    }

    /** One event that the relay refuses must not block the others: halves the batch until that event is alone. */
    private void isolate(List<PendingEvent> batch, RelayException refusal) throws InterruptedException {
        if (batch.size() == 1) {
            PendingEvent refused = batch.getFirst();
            complete(refused, new EventReceipt(refused.id(), EventReceipt.Status.REJECTED, refusal.getMessage()));
            return;
        }
        deliver(batch.subList(0, batch.size() / 2), 1);
        deliver(batch.subList(batch.size() / 2, batch.size()), 1);
    }

    /** The same for an answer that may be about one event. Whoever sent it tries again later, and the others go on. */
    private void setAside(List<PendingEvent> batch, RelayException answer) throws InterruptedException {
        if (batch.size() == 1) {
            PendingEvent alone = batch.getFirst();
            if (suspects.asMap().putIfAbsent(alone.id(), System.nanoTime()) == null) {
                LOG.warnf(
                        "Event %s is set aside, so that it does not block others: %s", alone.id(), answer.getMessage());
            }
            alone.verdict().completeExceptionally(answer);
            return;
        }
        deliver(batch.subList(0, batch.size() / 2), 1);
        deliver(batch.subList(batch.size() / 2, batch.size()), 1);
    }

    private void complete(PendingEvent pending, EventReceipt verdict) {
        meters.counter(
                        "taskping.events.sent",
                        "verdict",
                        verdict.status().name().toLowerCase(java.util.Locale.ROOT))
                .increment();
        switch (verdict.status()) {
            case ACCEPTED, DUPLICATE -> {
                suspects.invalidate(pending.id());
                LOG.debugf("Event %s: %s", pending.id(), verdict.status());
            }
            case UNROUTABLE ->
                LOG.warnf(
                        "The relay recorded event %s, but cannot notify every channel: %s",
                        pending.id(), verdict.detail());
            case REJECTED -> LOG.errorf("The relay rejected event %s: %s", pending.id(), verdict.detail());
        }
        pending.verdict().complete(verdict);
    }

    private static byte[] join(List<PendingEvent> batch) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        char separator = '[';
        for (PendingEvent pending : batch) {
            out.write(separator);
            out.writeBytes(pending.json());
            separator = ',';
        }
        out.write(']');
        return out.toByteArray();
    }

    private static void log(RelayException e, int failures) {
        if (failures == 1 || failures % 30 == 0) {
            LOG.warnf("Cannot send events to the relay (attempt %d): %s", failures, e.getMessage());
        }
    }
}
