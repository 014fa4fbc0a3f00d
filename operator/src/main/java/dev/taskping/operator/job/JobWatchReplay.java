package dev.taskping.operator.job;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Watches Jobs again from an earlier position, so that Jobs that were deleted since are seen as they were when they were deleted.
 * The API server's watch cache keeps at least the changes of the last 75 s (storage/cacher in Kubernetes).
 */
@ApplicationScoped
public class JobWatchReplay {

    /** The API server sends a bookmark 2 s before a watch ends (storage/cacher in Kubernetes), and the client watches again. */
    private static final long TIMEOUT_SECONDS = 3;

    /** So many bookmarks with no change between them mean that nothing follows, whatever the target. */
    private static final int IDLE_BOOKMARKS = 2;

    /** For an API server that sends no bookmarks. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /**
     * A part of the replay.
     *
     * @param deleted Jobs as they were when they were deleted, trimmed
     * @param position the resource version that this part reaches
     * @param complete whether the replay has reached its target
     */
    public record Part(List<Job> deleted, String position, boolean complete) {}

    private final KubernetesClient client;

    JobWatchReplay(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Replays the changes of Jobs after a position.
     *
     * @param scope a namespace or {@link JobInformer#ALL}
     * @param target the resource version to reach
     * @param wanted which deleted Jobs to keep
     * @param most the part ends with so many of them; the caller goes on from its position
     * @return empty if the API server no longer has these changes
     * @throws KubernetesClientException if the API server did not answer
     */
    public Optional<Part> replay(String scope, String position, String target, Predicate<Job> wanted, int most)
            throws InterruptedException {
        ListOptions options = new ListOptionsBuilder()
                .withResourceVersion(position)
                .withAllowWatchBookmarks(true)
                .withTimeoutSeconds(TIMEOUT_SECONDS)
                .build();
        Collector collector = new Collector(position, target, wanted, most);
        try (Watch watch = jobs(scope).watch(options, collector)) {
            return collector.await();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_GONE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The resource version that the API server has reached. */
    public String currentPosition(String scope) {
        return jobs(scope)
                .list(new ListOptionsBuilder().withLimit(1L).build())
                .getMetadata()
                .getResourceVersion();
    }

    private FilterWatchListDeletable<Job, JobList, ?> jobs(String scope) {
        return scope.equals(JobInformer.ALL)
                ? client.batch().v1().jobs().inAnyNamespace()
                : client.batch().v1().jobs().inNamespace(scope);
    }

    /**
     * Whether a resource version is that other one or newer. Kubernetes promises since 1.35 that they are numbers which grow (KEP
     * 5504), and its etcd storage has always worked so; of others only equality counts.
     */
    static boolean reaches(String position, String target) {
        if (position.equals(target)) {
            return true;
        }
        boolean numbers = isNumber(position) && isNumber(target);
        return numbers
                && (position.length() == target.length()
                        ? position.compareTo(target) > 0
                        : position.length() > target.length());
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && !text.startsWith("0") && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Never blocks: the client would queue what follows. */
    private static final class Collector implements Watcher<Job> {

        private final String target;
        private final Predicate<Job> wanted;
        private final int most;
        private final List<Job> deleted = new ArrayList<>();
        private String position;
        private int idleBookmarks;
        private long lastNews = System.nanoTime();
        private boolean heard;
        private boolean full;
        private boolean complete;
        private boolean gone;
        private @Nullable Exception failure;

        Collector(String position, String target, Predicate<Job> wanted, int most) {
            this.position = position;
            this.target = target;
            this.wanted = wanted;
            this.most = most;
        }

        @Override
        public synchronized void eventReceived(Action action, Job job) {
            if (isOver()) {
                return;
            }
            heard = true;
            lastNews = System.nanoTime();
            try {
                switch (action) {
                    case BOOKMARK -> idleBookmarks++;
                    case ADDED, MODIFIED -> idleBookmarks = 0;
                    case DELETED -> {
                        idleBookmarks = 0;
                        if (wanted.test(TrimmedJobStore.trim(job))) {
                            deleted.add(job);
                        }
                    }
                    case ERROR -> failure = new IllegalStateException("The watch sent an error");
                }
            } catch (RuntimeException e) {
                failure = e;
            }
            if (failure == null) {
                position = job.getMetadata().getResourceVersion();
                complete = reaches(position, target) || idleBookmarks >= IDLE_BOOKMARKS;
                full = deleted.size() >= most;
            }
            notifyAll();
        }

        @Override
        public synchronized void onClose(WatcherException cause) {
            gone = cause.isHttpGone();
            failure = cause;
            notifyAll();
        }

        @Override
        public void onClose() {
            // this class closes the watch
        }

        private boolean isOver() {
            return complete || full || failure != null;
        }

        synchronized Optional<Part> await() throws InterruptedException {
            while (!isOver()) {
                long left = SILENCE.toNanos() - (System.nanoTime() - lastNews);
                if (left <= 0) {
                    break;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            if (gone) {
                return Optional.empty();
            }
            if (failure != null) {
                throw new KubernetesClientException("The changes of Jobs could not be read again", failure);
            }
            boolean silent = !isOver();
            if (silent && heard) {
                throw new KubernetesClientException("The watch of Jobs from an earlier position has stopped");
            }
            return Optional.of(new Part(List.copyOf(deleted), position, complete || silent));
        }
    }
}
