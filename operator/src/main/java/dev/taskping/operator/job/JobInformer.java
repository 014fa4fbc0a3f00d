package dev.taskping.operator.job;

import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.leadership.Leadership;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
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
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The one informer for Jobs: it watches and caches every Job, also on a standby, and passes changes on to the
 * {@link JobListener listeners}.
 *
 * <p>Jobs are not a primary resource of the operator SDK. The SDK's work is keyed by name, so that a Job that is deleted and
 * created again under the same name would hide the end of the first one. Its Quarkus extension (7.4.0) also drops the setting
 * that makes it see deletions.
 */
@ApplicationScoped
public class JobInformer {

    private static final Logger LOG = Logger.getLogger(JobInformer.class);
    /** The scope of an informer that watches the Jobs of all namespaces. */
    public static final String ALL = "";

    private static final String BY_UID = "uid";
    private static final String BY_FINALIZER = "finalizer";
    /** The size of the pages in which the Jobs are listed. */
    private static final long PAGE = 500;

    private final KubernetesClient client;
    private final OperatorConfiguration configuration;
    private final Instance<JobListener> listeners;
    private final List<Watched> watches = new ArrayList<>();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final CompletableFuture<Void> synced = new CompletableFuture<>();
    private volatile boolean stopping;

    JobInformer(
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
                        names -> names.forEach(
                                name -> watch(name, client.batch().v1().jobs().inNamespace(name))),
                        () -> watch(ALL, client.batch().v1().jobs().inAnyNamespace()));
        CompletableFuture.allOf(informers()
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

    private void watch(String scope, FilterWatchListDeletable<Job, JobList, ?> jobs) {
        TrimmedJobStore store = new TrimmedJobStore();
        AtomicLong handled = new AtomicLong();
        SharedIndexInformer<Job> informer = jobs.withLimit(PAGE).runnableInformer(0);
        informer.itemStore(store)
                .addIndexers(Map.of(
                        BY_UID,
                        job -> List.of(job.getMetadata().getUid()),
                        BY_FINALIZER,
                        job -> Objects.requireNonNullElse(job.getMetadata().getFinalizers(), List.of())))
                .addEventHandler(new Dispatcher(handled));
        watches.add(new Watched(scope, informer, store, handled));
    }

    private Stream<SharedIndexInformer<Job>> informers() {
        return watches.stream().map(Watched::informer);
    }

    /** Before the operator SDK stops. The next operator's resync finds the changes that this one no longer passes on. */
    void stop(@Observes @Priority(Leadership.BEFORE_OPERATOR_STOP + 1) ShutdownEvent event) {
        stopping = true;
        informers().forEach(SharedIndexInformer::stop);
    }

    /** Waits until the cache contains every Job. */
    public void awaitSynced() {
        synced.join();
    }

    /** Whether the informer watches, so that it sees every change. */
    public boolean isWatching() {
        return !watches.isEmpty() && informers().allMatch(SharedIndexInformer::isWatching);
    }

    /** Whether the cache has been filled, or has failed to fill. */
    public boolean isSynced() {
        return synced.isDone();
    }

    /**
     * How far each watch has come: the newest resource version of a Job that it has seen, by {@link #ALL} or by namespace.
     * Bookmarks do not count.
     */
    public Map<String, String> position() {
        Map<String, String> position = new TreeMap<>();
        watches.forEach(
                watched -> position.put(watched.scope(), watched.informer().lastSyncResourceVersion()));
        return position;
    }

    /** The same, if the listeners have been called for every deletion until there; empty if they lag behind. */
    public Optional<Map<String, String>> handledPosition() {
        Map<String, String> position = position();
        boolean handled = watches.stream().allMatch(watched -> {
            long removed = watched.store().removed();
            return watched.handled().get() >= removed;
        });
        return handled ? Optional.of(position) : Optional.empty();
    }

    /** Whether a listener has failed to handle a change since the last call. */
    public boolean takeFailure() {
        return failed.getAndSet(false);
    }

    /** The Job with that uid, if it exists. */
    public Optional<Job> byUid(String uid) {
        return informers()
                .flatMap(informer -> informer.getIndexer().byIndex(BY_UID, uid).stream())
                .findFirst();
    }

    /** The Job of that name, if it exists. */
    public Optional<Job> byName(String namespace, String name) {
        String key = Cache.namespaceKeyFunc(namespace, name);
        return informers()
                .map(informer -> informer.getStore().getByKey(key))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Every Job of a namespace. */
    public Stream<Job> inNamespace(String namespace) {
        return informers()
                .flatMap(informer -> informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream());
    }

    /** Every Job with that finalizer. */
    public Stream<Job> withFinalizer(String finalizer) {
        return informers().flatMap(informer -> informer.getIndexer().byIndex(BY_FINALIZER, finalizer).stream());
    }

    /** Every Job. */
    public Stream<Job> all() {
        return informers().flatMap(informer -> informer.getStore().list().stream());
    }

    /** Whether this informer watches the Jobs of that namespace. */
    public boolean covers(String namespace) {
        return configuration
                .namespaces()
                .map(names -> names.contains(namespace))
                .orElse(true);
    }

    /**
     * Whether the API server has that Job now. The cache may lag behind.
     *
     * @param uid a Job of the same name with another uid is another Job
     */
    public boolean existsAtApiServer(String namespace, String name, String uid) {
        Job job =
                client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
        return job != null && uid.equals(job.getMetadata().getUid());
    }

    /**
     * One informer.
     *
     * @param scope the namespace that it watches, or {@link #ALL}
     * @param handled how many of the Jobs that its store lost have been passed on
     */
    private record Watched(
            String scope, SharedIndexInformer<Job> informer, TrimmedJobStore store, AtomicLong handled) {}

    /** Passes on the changes that matter: most status updates do not change a Job's state. */
    private final class Dispatcher implements ResourceEventHandler<Job> {

        private final AtomicLong handled;

        Dispatcher(AtomicLong handled) {
            this.handled = handled;
        }

        @Override
        public void onAdd(Job job) {
            dispatch(listener -> listener.added(job));
        }

        @Override
        public void onUpdate(Job before, Job job) {
            boolean replaced =
                    !before.getMetadata().getUid().equals(job.getMetadata().getUid());
            if (replaced) { // deleted and created again while the watch was interrupted
                dispatch(listener -> listener.deleted(before, false));
                handled.incrementAndGet();
                dispatch(listener -> listener.added(job));
            } else if (!JobState.of(before).equals(JobState.of(job))
                    || !Objects.equals(
                            before.getMetadata().getLabels(), job.getMetadata().getLabels())) {
                dispatch(listener -> listener.changed(job));
            }
        }

        @Override
        public void onDelete(Job job, boolean finalStateUnknown) {
            dispatch(listener -> listener.deleted(TrimmedJobStore.trim(job), !finalStateUnknown));
            handled.incrementAndGet();
        }

        private void dispatch(Consumer<JobListener> change) {
            for (JobListener listener : listeners) {
                try {
                    change.accept(listener);
                } catch (RuntimeException e) {
                    failed.set(true);
                    LOG.logf(
                            stopping ? Logger.Level.DEBUG : Logger.Level.ERROR,
                            e,
                            "%s failed to handle the change of a Job; the next resync repeats it",
                            listener);
                }
            }
        }
    }
}
