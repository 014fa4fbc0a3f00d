package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.platform.configuration.RelayConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Records the results of attempts: one transaction takes all results that gathered while the previous one ran, so that a
 * thousand messages at once are not a thousand transactions.
 */
@ApplicationScoped
class AttemptResultBatcher {

    private static final Logger LOG = Logger.getLogger(AttemptResultBatcher.class);
    private static final int BATCH = 500;
    private static final int RETRY_MILLIS = 250;

    /** Only the next message about the same task waits for a recorded result. */
    private static final Duration GATHERING = Duration.ofMillis(4);

    private final AttemptResultWriter writer;
    private final DeliveryMetrics metrics;
    private final ProportionalBackoff backoff;
    private final Clock clock;
    private final BlockingQueue<SendAttempt> attempts = new LinkedBlockingQueue<>();
    private volatile Consumer<Collection<UUID>> written = ids -> {};

    AttemptResultBatcher(
            AttemptResultWriter writer, DeliveryMetrics metrics, RelayConfiguration configuration, Clock clock) {
        this.writer = writer;
        this.metrics = metrics;
        this.backoff = new ProportionalBackoff(
                configuration.outbox().backoff(), configuration.outbox().maxBackoff());
        this.clock = clock;
    }

    /** Is told which deliveries' results are recorded; this replica keeps the leases of the others. */
    void whenWritten(Consumer<Collection<UUID>> listener) {
        written = listener;
    }

    /** Queues an attempt to be recorded. */
    void add(SendAttempt attempt) {
        attempts.add(attempt);
    }

    /** Whether everything queued is recorded, except for what is being written now. */
    boolean isEmpty() {
        return attempts.isEmpty();
    }

    /**
     * Records what is queued; waits a little if nothing is.
     *
     * @return whether a later message about one of the tasks may have waited for these results
     */
    boolean writeSome() throws InterruptedException {
        Thread.sleep(GATHERING);
        SendAttempt first = attempts.poll(200, TimeUnit.MILLISECONDS);
        if (first == null) {
            return false;
        }
        List<SendAttempt> batch = new ArrayList<>(List.of(first));
        attempts.drainTo(batch, BATCH - 1);
        try {
            write(batch.stream().flatMap(this::decide).toList());
        } finally {
            written.accept(batch.stream()
                    .flatMap(attempt -> attempt.message().ids().stream())
                    .toList());
        }
        return batch.stream()
                .flatMap(attempt -> attempt.message().deliveries().stream())
                .anyMatch(delivery -> !delivery.isLastOfItsTask());
    }

    private Stream<DeliveryAttempt> decide(SendAttempt attempt) {
        return attempt.message().deliveries().stream().map(delivery -> {
            DeliveryOutcome outcome = DeliveryOutcome.of(
                    attempt.result(),
                    delivery.triedSince(),
                    clock.instant(),
                    delivery.giveUpAfter(),
                    backoff,
                    ThreadLocalRandom.current().nextDouble());
            return new DeliveryAttempt(attempt, delivery, settled(delivery, outcome));
        });
    }

    private static DeliveryOutcome settled(ClaimedDelivery delivery, DeliveryOutcome outcome) {
        String known = delivery.live() == null ? null : delivery.live().reference();
        return known == null ? outcome : outcome.orLeftAsItIs(known);
    }

    /**
     * If the database is away, results are kept and tried again: a forgotten delivery would be sent twice. Only a result that
     * the database refuses for its content is dropped, so that it does not block the others; its message is sent again.
     */
    private void write(List<DeliveryAttempt> decided) throws InterruptedException {
        for (int tries = 1; !isWritten(decided, tries); tries++) {
            Thread.sleep(RETRY_MILLIS);
        }
    }

    private boolean isWritten(List<DeliveryAttempt> decided, int tries) {
        try {
            writer.write(decided);
        } catch (RuntimeException e) {
            if (isAboutItsValues(e)) {
                LOG.errorf(
                        e,
                        "The results of %d deliveries could not be stored together; each is stored by itself",
                        decided.size());
                writeOneByOne(decided);
                return true;
            }
            LOG.logf(
                    tries % 20 == 1 ? Logger.Level.WARN : Logger.Level.DEBUG,
                    "The results of %d deliveries wait for the database (attempt %d): %s",
                    decided.size(),
                    tries,
                    e.getMessage());
            return false;
        }
        // Outside of the try: what is written must not be written again because it could not be counted.
        decided.forEach(this::tell);
        decided.stream().map(DeliveryAttempt::sending).distinct().forEach(metrics::countAttempt);
        return true;
    }

    /** SQLSTATE classes 22, data exception, and 23, integrity constraint violation (PostgreSQL, appendix A). */
    private static boolean isAboutItsValues(RuntimeException e) {
        String state = e.getCause() instanceof SQLException cause ? cause.getSQLState() : null;
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private void writeOneByOne(List<DeliveryAttempt> decided) {
        for (DeliveryAttempt one : decided) {
            try {
                writer.write(List.of(one));
                tell(one);
            } catch (RuntimeException e) {
                LOG.errorf(
                        e,
                        "The result of message %s could not be stored; the message is sent again when its lease expires",
                        one.delivery().id());
            }
        }
    }

    private void tell(DeliveryAttempt decided) {
        metrics.count(decided);
        ClaimedDelivery delivery = decided.delivery();
        String reason = decided.outcome().reason();
        switch (decided.outcome().state()) {
            case DEAD ->
                LOG.errorf("Message %s to channel %s is a dead letter: %s", delivery.id(), delivery.channel(), reason);
            case PENDING ->
                LOG.infof("Message %s to channel %s is tried again: %s", delivery.id(), delivery.channel(), reason);
            case DELIVERED -> LOG.debugf("Message %s reached channel %s", delivery.id(), delivery.channel());
        }
    }
}
