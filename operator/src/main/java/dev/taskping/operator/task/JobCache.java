package dev.taskping.operator.task;

import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.retention.RetentionFinalizer;
import dev.taskping.operator.task.observation.JobState;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Every Job, watched once for all who need them. A standby keeps it warm.
 *
 * <p>Jobs are not a primary resource of the operator SDK's: its work is keyed by name, so that a Job deleted and made again
 * under the same name would hide the end of the first one, and its Quarkus extension (7.4.0) drops the setting that makes
 * it see deletions at all.
 */
@ApplicationScoped
public class JobCache {

    private static final Logger LOG = Logger.getLogger(JobCache.class);
    private static final String BY_UID = "uid";
    private static final String RETAINED = "retained";
    /** A list of tens of thousands comes in pages of this size. */
    private static final long PAGE = 500;

    private final KubernetesClient client;
    private final OperatorConfiguration configuration;
    private final Instance<JobListener> listeners;
    private final List<SharedIndexInformer<Job>> informers = new ArrayList<>();
    private final CompletableFuture<Void> synced = new CompletableFuture<>();
    private volatile boolean stopping;

    JobCache(
            KubernetesClient client,
            OperatorConfiguration configuration,
            @Any Instance<JobListener> listeners,
            MeterRegistry meters) {
        this.client = client;
        this.configuration = configuration;
        this.listeners = listeners;
        meters.gauge("taskping.jobs.watched", this, cache -> cache.all().count());
    }

    void start(@Observes @Priority(Leadership.AFTER_OPERATOR_START) StartupEvent started) {
        configuration
                .namespaces()
                .ifPresentOrElse(
                        names -> names.forEach(name -> informers.add(client.batch()
                                .v1()
                                .jobs()
                                .inNamespace(name)
                                .withLimit(PAGE)
                                .runnableInformer(0))),
                        () -> informers.add(client.batch()
                                .v1()
                                .jobs()
                                .inAnyNamespace()
                                .withLimit(PAGE)
                                .runnableInformer(0)));
        informers.forEach(informer -> informer.itemStore(new TrimmedJobs())
                .addIndexers(Map.of(
                        BY_UID,
                        job -> List.of(job.getMetadata().getUid()),
                        RETAINED,
                        job -> RetentionFinalizer.isOn(job) ? List.of(RETAINED) : List.of()))
                .addEventHandler(new Dispatch()));
        CompletableFuture.allOf(informers.stream()
                        .map(informer -> informer.start().toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        synced.complete(null);
                    } else {
                        LOG.errorf(
                                failure, "Cannot watch Jobs; the operator's Role needs 'list' and 'watch' on 'jobs'");
                        synced.completeExceptionally(failure);
                    }
                });
    }

    /** Before the SDK stops: what is not passed on any more is found by the next operator's comparison. */
    void stop(@Observes @Priority(2) ShutdownEvent event) {
        stopping = true;
        informers.forEach(SharedIndexInformer::stop);
    }

    /** Waits until every Job that exists is known. */
    void awaitSynced() {
        synced.join();
    }

    /** Whether every Job is known and changes keep coming. */
    public boolean isWatching() {
        return !informers.isEmpty() && informers.stream().allMatch(SharedIndexInformer::isWatching);
    }

    /** Whether this cache has begun its work. */
    public boolean isSynced() {
        return synced.isDone();
    }

    /** The Job with that uid, if it exists. */
    public Optional<Job> byUid(String uid) {
        return informers.stream()
                .flatMap(informer -> informer.getIndexer().byIndex(BY_UID, uid).stream())
                .findFirst();
    }

    /** The Job of that name, if it exists. */
    public Optional<Job> byName(String namespace, String name) {
        String key = Cache.namespaceKeyFunc(namespace, name);
        return informers.stream()
                .map(informer -> informer.getStore().getByKey(key))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Every Job of a namespace. */
    public Stream<Job> inNamespace(String namespace) {
        return informers.stream()
                .flatMap(informer -> informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream());
    }

    /** The Jobs that carry our finalizer. */
    Stream<Job> retained() {
        return informers.stream().flatMap(informer -> informer.getIndexer().byIndex(RETAINED, RETAINED).stream());
    }

    /** Every Job. */
    public Stream<Job> all() {
        return informers.stream().flatMap(informer -> informer.getStore().list().stream());
    }

    /** Whether Jobs of that namespace are watched. */
    public boolean covers(String namespace) {
        return configuration
                .namespaces()
                .map(names -> names.contains(namespace))
                .orElse(true);
    }

    /** Passes on what matters: status updates that change no state are most of all. */
    private final class Dispatch implements ResourceEventHandler<Job> {

        @Override
        public void onAdd(Job job) {
            tell(listener -> listener.added(job));
        }

        @Override
        public void onUpdate(Job before, Job job) {
            boolean replaced =
                    !before.getMetadata().getUid().equals(job.getMetadata().getUid());
            if (replaced) { // deleted and made again while the watch was interrupted
                tell(listener -> listener.deleted(before, false));
                tell(listener -> listener.added(job));
            } else if (!JobState.of(before).equals(JobState.of(job))
                    || !Objects.equals(
                            before.getMetadata().getLabels(), job.getMetadata().getLabels())) {
                tell(listener -> listener.changed(job));
            }
        }

        @Override
        public void onDelete(Job job, boolean finalStateUnknown) {
            tell(listener -> listener.deleted(TrimmedJobs.trim(job), !finalStateUnknown));
        }

        private void tell(Consumer<JobListener> news) {
            for (JobListener listener : listeners) {
                try {
                    news.accept(listener);
                } catch (RuntimeException e) {
                    LOG.logf(
                            stopping ? Logger.Level.DEBUG : Logger.Level.ERROR,
                            e,
                            "%s failed; the next comparison makes up for it",
                            listener);
                }
            }
        }
    }
}
