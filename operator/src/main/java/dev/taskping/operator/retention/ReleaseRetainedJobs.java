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
 * The command that removes the finalizer from every Job. The chart runs it as the last step of an uninstallation, after the
 * operator has lost its permissions. It needs no running operator.
 */
public final class ReleaseRetainedJobs {

    /** The program's argument that runs this command. */
    public static final String COMMAND = "release-retained-jobs";

    private static final long PAGE = 500;
    /** By then, the last request of a stopping operator has arrived. */
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
     * Runs in the namespaces that {@code TASKPING_NAMESPACES} names, or in all.
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
            int released = new ReleaseRetainedJobs(client, namespaces).releaseUntilNoneIsLeft();
            System.out.println("Released " + released + " Jobs; none is retained any more");
            return 0;
        } catch (KubernetesClientException e) {
            System.err.println("Jobs may still be retained (" + e.getMessage()
                    + "); this command needs 'get', 'list' and 'patch' on"
                    + " 'jobs', and docs/operate/retain-jobs.md says how to release them by hand");
            return 1;
        }
    }

    /** Returns the number of released Jobs. */
    int releaseUntilNoneIsLeft() throws InterruptedException {
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
