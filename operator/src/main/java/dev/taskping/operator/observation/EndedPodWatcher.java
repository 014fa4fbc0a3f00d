package dev.taskping.operator.observation;

import dev.taskping.operator.background.BackgroundTask;
import dev.taskping.operator.background.RepeatedWork;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.protocol.time.ExponentialBackoff;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Watches the pods of Jobs end and keeps them in {@link EndedPodCache}, also on a standby. Pods that ended before the watch
 * began, or while it was interrupted, are listed when their Job ends. So the watcher only saves requests: to list pods by label,
 * the API server looks through every pod of the namespace.
 */
@ApplicationScoped
class EndedPodWatcher {

    private static final Logger LOG = Logger.getLogger(EndedPodWatcher.class);
    private static final String PHASE = "status.phase";
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(200), Duration.ofMinutes(1));

    /** Watches have stopped without an error (kubernetes-client#4781). */
    private static final Duration RENEWAL_INTERVAL = Duration.ofMinutes(30);

    private final KubernetesClient client;
    private final OperatorConfiguration configuration;
    private final EndedPodCache pods;
    private final List<BackgroundTask> tasks = new ArrayList<>();

    EndedPodWatcher(KubernetesClient client, OperatorConfiguration configuration, EndedPodCache pods) {
        this.client = client;
        this.configuration = configuration;
        this.pods = pods;
    }

    void start(@Observes @Priority(Leadership.AFTER_OPERATOR_START) StartupEvent started) {
        configuration
                .namespaces()
                .ifPresentOrElse(
                        names -> names.forEach(name -> tasks.add(new BackgroundTask(
                                new PodWatch("namespace " + name, client.pods().inNamespace(name))))),
                        () -> tasks.add(new BackgroundTask(
                                new PodWatch("all namespaces", client.pods().inAnyNamespace()))));
        tasks.forEach(BackgroundTask::start);
    }

    void stop(@Observes @Priority(Leadership.BEFORE_OPERATOR_STOP) ShutdownEvent event) {
        tasks.forEach(BackgroundTask::requestStop);
    }

    /** One watch at a time, of the pods in one namespace or in all. */
    private final class PodWatch implements RepeatedWork {

        private final String where;
        private final FilterWatchListDeletable<Pod, PodList, PodResource> scope;

        private PodWatch(String where, FilterWatchListDeletable<Pod, PodList, PodResource> scope) {
            this.where = where;
            this.scope = scope;
        }

        @Override
        public String name() {
            return "Watch of the pods in " + where
                    + " (their ends are read from lists meanwhile; the operator's Role there"
                    + " needs 'list' and 'watch' on 'pods')";
        }

        /** Until the watch is lost, which is no failure, or is due to be renewed. */
        @Override
        public void run() throws InterruptedException {
            CompletableFuture<Void> lost = new CompletableFuture<>();
            try (Watch watch = begin(lost)) {
                LOG.debugf("Began the watch %s of the pods in %s", watch, where);
                lost.get(RENEWAL_INTERVAL.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                LOG.debugf("Renewing the watch of the pods in %s", where);
            } catch (ExecutionException e) {
                LOG.debugf("Lost the watch of the pods in %s: %s", where, e.getMessage());
            }
        }

        @Override
        public Duration interval() {
            return BACKOFF.after(1);
        }

        @Override
        public ExponentialBackoff backoff() {
            return BACKOFF;
        }

        /** Begins with the current resource version; without one, the watch would begin with every pod that exists. */
        private Watch begin(CompletableFuture<Void> lost) {
            String now = scope.list(new ListOptionsBuilder().withLimit(1L).build())
                    .getMetadata()
                    .getResourceVersion();
            return scope.withLabel(JobObserver.JOB_UID)
                    .withoutField(PHASE, "Pending")
                    .withoutField(PHASE, "Running")
                    .withoutField(PHASE, "Unknown")
                    .watch(new ListOptionsBuilder().withResourceVersion(now).build(), new EndedPodHandler(lost));
        }
    }

    /** Adds every pod that ends to the cache. A deletion does not change what is known of the pod. */
    private final class EndedPodHandler implements Watcher<Pod> {

        private final CompletableFuture<Void> lost;

        private EndedPodHandler(CompletableFuture<Void> lost) {
            this.lost = lost;
        }

        @Override
        public void eventReceived(Action action, @Nullable Pod pod) {
            if (pod != null && (action == Action.ADDED || action == Action.MODIFIED)) {
                LOG.debugf(
                        "Pod %s/%s has ended",
                        pod.getMetadata().getNamespace(), pod.getMetadata().getName());
                pods.add(pod);
            }
        }

        @Override
        public void onClose() {
            lost.complete(null);
        }

        /** For instance with 410 Gone. The client itself resumes a watch after an interruption that leaves no gap. */
        @Override
        public void onClose(WatcherException cause) {
            lost.completeExceptionally(cause);
        }
    }
}
