package dev.taskping.operator.task.observation;

import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.relay.Backoff;
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
 * Sees the pods of Jobs end, as they do, and keeps them in {@link EndedPods}. Begins with now: what ended before, or while
 * a watch was interrupted, is listed when its Job ends. Nothing depends on it but what a Job costs the API server: a list by
 * label looks through every pod of the namespace there. A standby watches as well.
 */
@ApplicationScoped
class EndedPodsWatch {

    private static final Logger LOG = Logger.getLogger(EndedPodsWatch.class);
    private static final String PHASE = "status.phase";
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofMinutes(1));

    /** Watches have been seen to stop without a word (kubernetes-client#4781). */
    private static final Duration RENEWAL = Duration.ofMinutes(30);

    private final KubernetesClient client;
    private final OperatorConfiguration configuration;
    private final EndedPods pods;
    private final List<Thread> watches = new ArrayList<>();

    EndedPodsWatch(KubernetesClient client, OperatorConfiguration configuration, EndedPods pods) {
        this.client = client;
        this.configuration = configuration;
        this.pods = pods;
    }

    void start(@Observes @Priority(Leadership.AFTER_OPERATOR_START) StartupEvent started) {
        configuration
                .namespaces()
                .ifPresentOrElse(
                        names -> names.forEach(
                                name -> start("namespace " + name, client.pods().inNamespace(name))),
                        () -> start("the cluster", client.pods().inAnyNamespace()));
    }

    void stop(@Observes @Priority(2) ShutdownEvent event) {
        watches.forEach(Thread::interrupt);
    }

    private void start(String where, FilterWatchListDeletable<Pod, PodList, PodResource> scope) {
        watches.add(Thread.ofVirtual().name("ended-pods of " + where).start(() -> watchForever(where, scope)));
    }

    private void watchForever(String where, FilterWatchListDeletable<Pod, PodList, PodResource> scope) {
        try {
            for (int failures = 0; ; ) {
                try {
                    watch(scope);
                    failures = 0;
                } catch (RuntimeException e) { // whatever it is: a watch that is given up would not come back
                    failures++;
                    LOG.logf(
                            failures == 1 ? Logger.Level.WARN : Logger.Level.DEBUG,
                            "Cannot watch the pods of %s; until that works, for which the operator's Role there needs"
                                    + " 'list' and 'watch' on 'pods', the pods of each Job that ends are listed: %s",
                            where,
                            e.getMessage());
                }
                Thread.sleep(BACKOFF.after(Math.max(1, failures)));
            }
        } catch (InterruptedException e) {
            LOG.debugf("No longer watching the pods of %s", where);
        }
    }

    /** Until the watch is lost, which is no fault, or is due to be renewed. */
    private void watch(FilterWatchListDeletable<Pod, PodList, PodResource> scope) throws InterruptedException {
        CompletableFuture<Void> lost = new CompletableFuture<>();
        try (Watch watch = begin(scope, lost)) {
            LOG.debugf("Watching ended pods: %s", watch);
            lost.get(RENEWAL.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.debug("The watch of ended pods is renewed");
        } catch (ExecutionException e) {
            LOG.debugf("The watch of ended pods was lost: %s", e.getMessage());
        }
    }

    /** A watch that is not told where to begin would begin with every pod that there is. */
    private Watch begin(FilterWatchListDeletable<Pod, PodList, PodResource> scope, CompletableFuture<Void> lost) {
        String now = scope.list(new ListOptionsBuilder().withLimit(1L).build())
                .getMetadata()
                .getResourceVersion();
        return scope.withLabel(JobObserver.JOB_UID)
                .withoutField(PHASE, "Pending")
                .withoutField(PHASE, "Running")
                .withoutField(PHASE, "Unknown")
                .watch(new ListOptionsBuilder().withResourceVersion(now).build(), new Keeper(lost));
    }

    /** Passes on every pod that ends. That one is deleted makes nothing known of it wrong. */
    private final class Keeper implements Watcher<Pod> {

        private final CompletableFuture<Void> lost;

        private Keeper(CompletableFuture<Void> lost) {
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

        /** Such as 410 Gone; interruptions that leave no gap the client bridges by itself. */
        @Override
        public void onClose(WatcherException cause) {
            lost.completeExceptionally(cause);
        }
    }
}
