package dev.taskping.operator.health;

import dev.taskping.operator.leadership.Leadership;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Delays the start until the API server answers. The informers do not wait: the first connection that hangs ends the operator,
 * and the kubelet waits longer before each restart. Letting the informers go on after an error
 * ({@code stop-on-informer-error-during-startup}) would also hide a missing permission or a missing CRD.
 */
@ApplicationScoped
class ApiServerWait {

    private static final Logger LOG = Logger.getLogger(ApiServerWait.class);
    /** Less than the chart's startup probe allows, so that the operator ends with this message and is not killed first. */
    private static final Duration LONGEST = Duration.ofSeconds(75);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TOO_MANY_REQUESTS = 429;

    /** Without the client's own retries, so that each failure is logged. */
    private static final RequestConfig ONCE = new RequestConfigBuilder()
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout(10_000)
            .build();

    private final KubernetesClient client;
    private final Clock clock;

    ApiServerWait(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    void await(@Observes @Priority(Leadership.BEFORE_OPERATOR_START) StartupEvent starting)
            throws InterruptedException {
        Thread whenStopped = new Thread(Thread.currentThread()::interrupt, "stop-waiting");
        Runtime.getRuntime().addShutdownHook(whenStopped);
        waitForAnswer();
        Runtime.getRuntime().removeShutdownHook(whenStopped);
    }

    private void waitForAnswer() throws InterruptedException {
        Instant end = clock.instant().plus(LONGEST);
        for (Optional<String> fault = fault(); fault.isPresent(); fault = fault()) {
            if (clock.instant().isAfter(end)) {
                throw new IllegalStateException("The API server at " + client.getMasterUrl() + " has not answered for "
                        + LONGEST.toSeconds() + " s (" + fault.get()
                        + "); check that pods of this namespace may reach it (NetworkPolicy, proxy)");
            }
            LOG.warnf("The API server at %s does not answer (%s); trying again", client.getMasterUrl(), fault.get());
            Thread.sleep(PAUSE);
        }
    }

    /** Why there was no answer. A refusal is an answer: a missing permission shows where it is needed. */
    private Optional<String> fault() {
        try {
            client.adapt(NamespacedKubernetesClient.class)
                    .withRequestConfig(ONCE)
                    .call(KubernetesClient::getKubernetesVersion);
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return isAnswer(e.getCode()) ? Optional.empty() : Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isAnswer(int status) {
        return status >= HttpURLConnection.HTTP_OK
                && status < HttpURLConnection.HTTP_INTERNAL_ERROR
                && status != TOO_MANY_REQUESTS;
    }
}
