package dev.taskping.relay.delivery.dispatch;

import dev.taskping.protocol.time.DurationFormat;
import dev.taskping.relay.channel.AdapterInvoker;
import dev.taskping.relay.channel.ProviderRegistry;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.platform.database.DatabaseNotifications;
import dev.taskping.relay.platform.database.DatabaseNotifications.Topic;
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
 * Delivers messages that are due in the outbox. Replicas share the work through the database alone: a replica claims a message
 * by a lease, and if it dies, another claims the message when the lease has expired.
 */
@ApplicationScoped
public class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final Duration DRAIN = Duration.ofSeconds(15);

    /** A query for many messages costs the database little more than a query for one. */
    private static final Duration GATHERING = Duration.ofMillis(4);

    /** While many messages are being sent, the next ones wait for those anyway. */
    private static final Duration GATHERING_WHEN_BUSY = Duration.ofMillis(12);

    private final DeliveryClaimer deliveryClaimer;
    private final AttemptResultBatcher attemptResultBatcher;
    private final AdapterInvoker adapterInvoker;
    private final DatabaseNotifications notifications;
    private final RelayConfiguration.Outbox configuration;
    private final Clock clock;
    private final InFlight inFlight;
    private final Semaphore wake = new Semaphore(0);
    private final ScheduledExecutorService timeouts = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("send-timeouts").factory());
    private volatile boolean claiming;
    private volatile boolean booking;
    private @Nullable Thread claimer;
    private @Nullable Thread writer;
    private @Nullable Thread renewer;

    Dispatcher(
            DeliveryClaimer deliveryClaimer,
            AttemptResultBatcher attemptResultBatcher,
            AdapterInvoker adapterInvoker,
            ProviderRegistry providers,
            DatabaseNotifications notifications,
            RelayConfiguration configuration,
            Clock clock) {
        this.deliveryClaimer = deliveryClaimer;
        this.attemptResultBatcher = attemptResultBatcher;
        this.adapterInvoker = adapterInvoker;
        this.notifications = notifications;
        this.configuration = configuration.outbox();
        this.clock = clock;
        this.inFlight = new InFlight(providers.types(), this.configuration.concurrency(), System::nanoTime);
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        if (!configuration.enabled()) {
            return;
        }
        claiming = true;
        booking = true;
        notifications.subscribe(Topic.OUTBOX, payload -> wake.release());
        attemptResultBatcher.whenWritten(inFlight::written);
        writer = Thread.ofVirtual().name("outbox-bookkeeper").start(this::keepBooks);
        renewer = Thread.ofVirtual().name("outbox-leases").start(this::renewLeases);
        claimer = Thread.ofVirtual().name("outbox-claims").start(this::claimAll);
    }

    /** Finishes what is being sent; messages that are not claimed wait for another replica or the next start. */
    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        claiming = false;
        wake.release();
        join(claimer);
        Instant deadline = Instant.now().plus(DRAIN);
        while (!inFlight.isEmpty() && Instant.now().isBefore(deadline)) {
            wake.tryAcquire(50, TimeUnit.MILLISECONDS);
        }
        booking = false;
        join(writer);
        if (renewer != null) {
            renewer.interrupt();
        }
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
                wake.drainPermits(); // Before the query: whatever comes later wakes the dispatcher again.
                List<OutboundMessage> claimed = deliveryClaimer.claim(inFlight);
                claimed.forEach(this::send);
                if (claimed.isEmpty()) {
                    wake.tryAcquire(configuration.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
                } else {
                    Thread.sleep(inFlight.isBusy() ? GATHERING_WHEN_BUSY : GATHERING);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("Cannot read the outbox; the relay tries again", e);
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

    private void send(OutboundMessage message) {
        inFlight.sent(message);
        Thread.ofVirtual().name("send-" + message.notification().deliveryId()).start(() -> attempt(message));
    }

    private void attempt(OutboundMessage message) {
        Sending sending = new Sending(message, DatabaseAccess.now(clock), System.nanoTime(), new AtomicBoolean());
        Thread thread = Thread.currentThread();
        ScheduledFuture<?> timeout = timeouts.schedule(
                () -> {
                    String cause = "No answer within " + DurationFormat.words(configuration.sendTimeout());
                    if (end(sending, new DeliveryResult.Failed(cause))) {
                        thread.interrupt();
                    }
                },
                configuration.sendTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            end(sending, result(message));
        } finally {
            timeout.cancel(false);
        }
    }

    private record Sending(OutboundMessage message, Instant at, long began, AtomicBoolean ended) {}

    /** The answer or the timeout ends it, whichever comes first, so an adapter that never returns blocks nothing. */
    private boolean end(Sending sending, DeliveryResult result) {
        if (!sending.ended.compareAndSet(false, true)) {
            return false;
        }
        Duration latency = Duration.ofNanos(System.nanoTime() - sending.began);
        attemptResultBatcher.add(new SendAttempt(sending.message, sending.at, latency, result));
        if (inFlight.answered(sending.message)) {
            wake.release();
        }
        return true;
    }

    private DeliveryResult result(OutboundMessage message) {
        try {
            return adapterInvoker.send(message.first().settings(), message.notification());
        } catch (RuntimeException e) {
            String kind = message.first().type().id();
            LOG.errorf(
                    e,
                    "The %s adapter failed on message %s",
                    kind,
                    message.notification().deliveryId());
            return new DeliveryResult.Failed(
                    "The relay's " + kind + " adapter failed: " + e.getClass().getSimpleName());
        }
    }

    private void keepBooks() {
        while (booking || !attemptResultBatcher.isEmpty()) {
            try {
                if (attemptResultBatcher.writeSome()) {
                    wake.release();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error(
                        "Could not keep the results of deliveries; the messages are sent again when their leases expire",
                        e);
            }
        }
    }

    /** Three times within a lease, so that one slow answer of the database loses no lease. */
    private void renewLeases() {
        try {
            while (true) {
                Thread.sleep(configuration.lease().dividedBy(3));
                try {
                    deliveryClaimer.renew(inFlight.deliveries());
                } catch (RuntimeException e) {
                    LOG.warnf("Could not renew the leases of messages that are being sent: %s", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Stopped renewing leases");
        }
    }
}
