package dev.taskping.testkit.stand;

import dev.taskping.testkit.process.ServiceProcess;
import java.util.List;
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

    private final List<ServiceProcess> services;
    private final Set<ServiceProcess> held = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("supervisor").factory());

    Supervisor(List<ServiceProcess> services) {
        this.services = List.copyOf(services);
        watch.scheduleWithFixedDelay(this::restart, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
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
        services.stream()
                .filter(service -> !held.contains(service) && !service.isAlive())
                .forEach(ServiceProcess::start);
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
