package dev.taskping.relay.notify;

import dev.taskping.relay.channel.Adapters;
import dev.taskping.relay.channel.DeliveryResult;
import dev.taskping.relay.configuration.RelayConfiguration;
import dev.taskping.relay.database.DatabaseAccess;
import dev.taskping.relay.database.DatabaseNotifications;
import dev.taskping.relay.database.DatabaseNotifications.Topic;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Delivers what is due in the outbox. Replicas share the work through the database alone: a claimed message is held by a
 * lease, and one whose holder died is claimed again when the lease is over.
 */
@ApplicationScoped
public class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final Duration DRAIN = Duration.ofSeconds(15);

    private final DeliveryClaims claims;
    private final Bookkeeper bookkeeper;
    private final Adapters adapters;
    private final DatabaseNotifications notifications;
    private final RelayConfiguration.Outbox configuration;
    private final Clock clock;
    private final Lanes lanes;
    private final Semaphore wake = new Semaphore(0);
    private final ScheduledExecutorService timeouts = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("send-timeouts").factory());
    private volatile boolean claiming;
    private volatile boolean booking;
    private @Nullable Thread claimer;
    private @Nullable Thread writer;

    Dispatcher(
            DeliveryClaims claims,
            Bookkeeper bookkeeper,
            Adapters adapters,
            DatabaseNotifications notifications,
            RelayConfiguration configuration,
            Clock clock) {
        this.claims = claims;
        this.bookkeeper = bookkeeper;
        this.adapters = adapters;
        this.notifications = notifications;
        this.configuration = configuration.outbox();
        this.clock = clock;
        this.lanes = new Lanes(this.configuration.concurrency());
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        if (configuration.lease().compareTo(configuration.sendTimeout()) <= 0) {
            throw new IllegalStateException("taskping.outbox.lease (" + configuration.lease()
                    + ") must be longer than taskping.outbox.send-timeout (" + configuration.sendTimeout()
                    + "), or two replicas would deliver the same message.");
        }
        if (!configuration.enabled()) {
            return;
        }
        claiming = true;
        booking = true;
        notifications.subscribe(Topic.OUTBOX, payload -> wake.release());
        writer = Thread.ofVirtual().name("outbox-bookkeeper").start(this::keepBooks);
        claimer = Thread.ofVirtual().name("outbox-claims").start(this::claimAll);
    }

    /** Finishes what is in hand; what is not claimed yet waits for another replica or the next start. */
    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        claiming = false;
        wake.release();
        join(claimer);
        Instant deadline = Instant.now().plus(DRAIN);
        while (!(lanes.isEmpty() && bookkeeper.isEmpty()) && Instant.now().isBefore(deadline)) {
            wake.tryAcquire(50, TimeUnit.MILLISECONDS);
        }
        booking = false;
        join(writer);
        timeouts.shutdownNow();
    }

    private static void join(@Nullable Thread thread) throws InterruptedException {
        if (thread != null) {
            thread.join(DRAIN);
        }
    }

    private void claimAll() {
        while (claiming) {
            try {
                wake.drainPermits(); // before looking: what comes afterwards wakes us again
                int free = lanes.free();
                List<ClaimedDelivery> claimed = free > 0 ? claims.claim(free, lanes.busy()) : List.of();
                claimed.forEach(this::send);
                if (claimed.isEmpty()) {
                    wake.tryAcquire(configuration.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("The outbox could not be read; trying again", e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(configuration.pollInterval());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(ClaimedDelivery delivery) {
        lanes.enter(delivery.channelId());
        Thread.ofVirtual().name("send-" + delivery.id()).start(() -> attempt(delivery));
    }

    private void attempt(ClaimedDelivery delivery) {
        Instant at = DatabaseAccess.now(clock);
        long began = System.nanoTime();
        AtomicBoolean answered = new AtomicBoolean();
        Thread sending = Thread.currentThread();
        ScheduledFuture<?> timeout = timeouts.schedule(
                () -> {
                    if (answered.compareAndSet(false, true)) {
                        book(
                                delivery,
                                at,
                                began,
                                new DeliveryResult.Failed(
                                        "No answer within " + Durations.words(configuration.sendTimeout())));
                        sending.interrupt();
                    }
                },
                configuration.sendTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            DeliveryResult result = result(delivery);
            if (answered.compareAndSet(false, true)) {
                book(delivery, at, began, result);
            }
        } finally {
            timeout.cancel(false);
            lanes.leave(delivery.channelId());
            wake.release();
        }
    }

    private DeliveryResult result(ClaimedDelivery delivery) {
        try {
            return adapters.send(delivery.settings(), delivery.notification());
        } catch (RuntimeException e) {
            LOG.errorf(e, "The %s adapter failed on message %s", delivery.type().id(), delivery.id());
            return new DeliveryResult.Failed("The relay's " + delivery.type().id() + " adapter failed: "
                    + e.getClass().getSimpleName());
        }
    }

    private void book(ClaimedDelivery delivery, Instant at, long began, DeliveryResult result) {
        bookkeeper.add(new Attempt(delivery, at, Duration.ofNanos(System.nanoTime() - began), result));
    }

    private void keepBooks() {
        while (booking || !bookkeeper.isEmpty()) {
            try {
                if (bookkeeper.writeSome() > 0) {
                    wake.release(); // the next message of the same task may go now
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
