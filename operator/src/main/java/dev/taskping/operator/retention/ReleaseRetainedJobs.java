package dev.taskping.operator.retention;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the finalizer off every Job, as the last thing that TaskPing does in a cluster: the chart runs it when it is
 * uninstalled, after the operator has lost its rights. It needs no operator.
 */
public final class ReleaseRetainedJobs {

    /** The program's one argument for this. */
    public static final String COMMAND = "release-retained-jobs";

    private static final long PAGE = 500;
    /** A request that an operator sent with its last breath has arrived by then. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final List<String> namespaces;
    private final RetentionFinalizer finalizer;

    ReleaseRetainedJobs(KubernetesClient client, List<String> namespaces) {
        this.client = client;
        this.namespaces = namespaces;
        this.finalizer = new RetentionFinalizer(client);
    }

    /**
     * In the namespaces that {@code TASKPING_NAMESPACES} names, or in all.
     *
     * @return the program's exit code
     */
    public static int run() throws InterruptedException {
        String names = System.getenv().getOrDefault("TASKPING_NAMESPACES", "");
        List<String> namespaces = Arrays.stream(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            int released = new ReleaseRetainedJobs(client, namespaces).untilNoneIsLeft();
            System.out.println("Released " + released + " Jobs; none is retained any more");
            return 0;
        } catch (KubernetesClientException e) {
            System.err.println(
                    "Jobs may still be retained (" + e.getMessage() + "); this needs 'get', 'list' and 'patch' on"
                            + " 'jobs', and docs/operate/retain-jobs.md has a command for doing it by hand");
            return 1;
        }
    }

    /** Returns how many it released. */
    int untilNoneIsLeft() throws InterruptedException {
        int released = releaseAll();
        int again;
        do {
            Thread.sleep(PAUSE.toMillis());
            again = releaseAll();
            released += again;
        } while (again > 0);
        return released;
    }

    private int releaseAll() {
        return namespaces.isEmpty()
                ? releaseAll(null)
                : namespaces.stream().mapToInt(this::releaseAll).sum();
    }

    private int releaseAll(@Nullable String namespace) {
        int released = 0;
        String next = null;
        do {
            JobList page = page(namespace, next);
            for (Job job : page.getItems()) {
                if (RetentionFinalizer.isOn(job)) {
                    finalizer.remove(job);
                    released++;
                }
            }
            next = page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
        return released;
    }

    private JobList page(@Nullable String namespace, @Nullable String next) {
        var options =
                new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build();
        var jobs = client.batch().v1().jobs();
        return namespace == null
                ? jobs.inAnyNamespace().list(options)
                : jobs.inNamespace(namespace).list(options);
    }
}
