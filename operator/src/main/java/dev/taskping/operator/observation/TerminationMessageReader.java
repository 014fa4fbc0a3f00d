package dev.taskping.operator.observation;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Reads the termination message that the main container of a Job's pod wrote, as long as the pod exists. The kubelet keeps the
 * first 4096 bytes (Kubernetes, "Determine the Reason for Pod Failure").
 */
@ApplicationScoped
public class TerminationMessageReader {

    private static final Logger LOG = Logger.getLogger(TerminationMessageReader.class);
    private static final Pattern UID = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final String INDEX = "batch.kubernetes.io/job-completion-index";

    private final KubernetesClient client;

    TerminationMessageReader(KubernetesClient client) {
        this.client = client;
    }

    /**
     * The message of a succeeded pod of a Job: in an indexed Job that of index 0, otherwise that of the last pod.
     *
     * @throws KubernetesClientException if the API server did not list the pods, so that a later attempt may succeed
     */
    public Optional<String> ofJob(String namespace, String uid) {
        if (!UID.matcher(uid).matches()) {
            return Optional.empty();
        }
        try {
            return choose(client.pods()
                    .inNamespace(namespace)
                    .withLabel(JobObserver.JOB_UID, uid)
                    .list(new ListOptionsBuilder().withResourceVersion("0").build())
                    .getItems());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                LOG.warnf(
                        "Not allowed to list pods in namespace %s; tasks have no outputs there until the operator's Role"
                                + " has 'list' on 'pods'",
                        namespace);
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The message among these pods. */
    static Optional<String> choose(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> message(pod).isPresent())
                .max(Comparator.comparing((Pod pod) -> "0".equals(index(pod)))
                        .thenComparing(
                                pod -> end(pod).map(Containers::finishedAt).orElseThrow())
                        .thenComparing(pod -> pod.getMetadata().getName()))
                .flatMap(TerminationMessageReader::message);
    }

    private static Optional<String> message(Pod pod) {
        return end(pod).map(ContainerStateTerminated::getMessage).filter(text -> !text.isBlank());
    }

    private static Optional<ContainerStateTerminated> end(Pod pod) {
        String main = Containers.main(pod).orElse("");
        return Stream.ofNullable(pod.getStatus())
                .flatMap(status -> Stream.ofNullable(status.getContainerStatuses()))
                .flatMap(List::stream)
                .filter(status -> main.equals(status.getName()))
                .flatMap(status -> Containers.end(status).stream())
                .filter(end -> Integer.valueOf(0).equals(end.getExitCode()))
                .findFirst();
    }

    private static String index(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getLabels())
                .map(labels -> labels.get(INDEX))
                .or(() ->
                        Optional.ofNullable(pod.getMetadata().getAnnotations()).map(all -> all.get(INDEX)))
                .orElse("");
    }
}
