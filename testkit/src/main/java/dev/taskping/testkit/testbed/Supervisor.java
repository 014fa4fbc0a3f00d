package dev.taskping.testkit.testbed;

import dev.taskping.testkit.process.ServiceProcess;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Starts a service again that has ended, as the kubelet does (restartPolicy: Always), with its first pause only; without
 * it an operator that ends itself, because it lost its Lease, would be gone for good.
 */
public final class Supervisor implements AutoCloseable {

    private static final int INTERVAL_MILLIS = 500;

    /** Hears of services that ended by themselves. */
    @FunctionalInterface
    public interface Listener {

        /**
         * One has been started again.
         *
         * @param service which
         * @param lastAlive when it was last seen alive
         */
        void startedAgain(ServiceProcess service, Instant lastAlive);
    }

    private final List<ServiceProcess> services;
    private final Set<ServiceProcess> held = ConcurrentHashMap.newKeySet();
    private final Map<ServiceProcess, Instant> lastAlive = new ConcurrentHashMap<>();
    private volatile Listener listener = (service, at) -> {};
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("supervisor").factory());

    Supervisor(List<ServiceProcess> services) {
        this.services = List.copyOf(services);
        watch.scheduleWithFixedDelay(this::restart, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Tells this one, and no longer anybody else. */
    public void tell(Listener other) {
        listener = other;
    }

    /** Leaves it alone from now on, so that it stays down when it is killed. */
    public void hold(ServiceProcess service) {
        held.add(service);
    }

    /** Starts it again. */
    public void release(ServiceProcess service) {
        service.start();
        held.remove(service);
    }

    private void restart() {
        for (ServiceProcess service : services) {
            if (service.isAlive()) {
                lastAlive.put(service, Instant.now());
            } else if (!held.contains(service)) {
                service.start();
                listener.startedAgain(service, lastAlive.getOrDefault(service, Instant.EPOCH));
            }
        }
    }

    @Override
    public void close() {
        watch.shutdown();
        try {
            watch.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
