package dev.taskping.relay.notify;

import dev.taskping.relay.configuration.RelayConfiguration;
import dev.taskping.relay.notify.AttemptStore.Decided;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.ConnectionException;

/**
 * Writes down what came of attempts: as many as have gathered while the last transaction ran, in one. That is what keeps
 * a thousand messages at once from being a thousand transactions.
 */
@ApplicationScoped
class Bookkeeper {

    private static final Logger LOG = Logger.getLogger(Bookkeeper.class);
    private static final int BATCH = 500;
    private static final int RETRY_MILLIS = 500;
    private static final int TRIES = 20;

    private final AttemptStore store;
    private final DeliveryMetrics metrics;
    private final RelayConfiguration.Outbox configuration;
    private final Backoff backoff;
    private final Clock clock;
    private final BlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();

    Bookkeeper(AttemptStore store, DeliveryMetrics metrics, RelayConfiguration configuration, Clock clock) {
        this.store = store;
        this.metrics = metrics;
        this.configuration = configuration.outbox();
        this.backoff = new Backoff(this.configuration.backoff(), this.configuration.maxBackoff());
        this.clock = clock;
    }

    /** Takes an attempt to be written down. */
    void add(Attempt attempt) {
        attempts.add(attempt);
    }

    /** Whether all that was taken is written down, except for what is being written just now. */
    boolean isEmpty() {
        return attempts.isEmpty();
    }

    /**
     * Writes down what there is, waiting a little for something to come.
     *
     * @return how many attempts were written down
     */
    int writeSome() throws InterruptedException {
        Attempt first = attempts.poll(200, TimeUnit.MILLISECONDS);
        if (first == null) {
            return 0;
        }
        List<Attempt> batch = new ArrayList<>(List.of(first));
        attempts.drainTo(batch, BATCH - 1);
        write(batch.stream().map(this::decide).toList());
        return batch.size();
    }

    private Decided decide(Attempt attempt) {
        Disposition disposition = Disposition.of(
                attempt.result(),
                attempt.delivery().attempts(),
                attempt.delivery().notification().createdAt(),
                clock.instant(),
                configuration.giveUpAfter(),
                backoff,
                ThreadLocalRandom.current().nextDouble());
        return new Decided(attempt, disposition);
    }

    /**
     * A database that is away must not make us forget what was delivered: that would send it again. Should one result be
     * such that it cannot be written at all, the others must not wait for it.
     */
    private void write(List<Decided> decided) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                store.record(decided);
                decided.forEach(this::tell);
                return;
            } catch (ConnectionException e) {
                LOG.warnf("The database is away; the results of %d deliveries wait for it", decided.size());
            } catch (RuntimeException e) {
                LOG.errorf(e, "The results of %d deliveries could not be written", decided.size());
                if (attempt >= TRIES) {
                    writeOneByOne(decided);
                    return;
                }
            }
            Thread.sleep(RETRY_MILLIS);
        }
    }

    private void writeOneByOne(List<Decided> decided) {
        for (Decided one : decided) {
            try {
                store.record(List.of(one));
                tell(one);
            } catch (RuntimeException e) {
                LOG.errorf(
                        e,
                        "What became of message %s could not be written; it is tried again when its lease is over",
                        one.attempt().delivery().id());
            }
        }
    }

    private void tell(Decided decided) {
        metrics.count(decided);
        ClaimedDelivery delivery = decided.attempt().delivery();
        String reason = decided.disposition().reason();
        switch (decided.disposition().state()) {
            case DEAD ->
                LOG.errorf("Message %s to channel %s is a dead letter: %s", delivery.id(), delivery.channel(), reason);
            case PENDING ->
                LOG.infof("Message %s to channel %s is tried again: %s", delivery.id(), delivery.channel(), reason);
            case DELIVERED -> LOG.debugf("Message %s reached channel %s", delivery.id(), delivery.channel());
        }
    }
}
