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
 * Waits at the start until the API server answers. The informers would not: the first connection that hangs ends the
 * operator, and the more often that happens, the longer the kubelet lets it wait. To let them go on instead
 * ({@code stop-on-informer-error-during-startup}) would also hide that a right or a definition is missing.
 */
@ApplicationScoped
class ApiServerWait {

    private static final Logger LOG = Logger.getLogger(ApiServerWait.class);
    /** Less than the chart's startup probe allows, so that the last word is ours. */
    private static final Duration LONGEST = Duration.ofSeconds(75);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TOO_MANY_REQUESTS = 429;

    /** One attempt, so that each is logged. */
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
        untilItAnswers();
        Runtime.getRuntime().removeShutdownHook(whenStopped);
    }

    private void untilItAnswers() throws InterruptedException {
        Instant end = clock.instant().plus(LONGEST);
        for (Optional<String> fault = fault(); fault.isPresent(); fault = fault()) {
            if (clock.instant().isAfter(end)) {
                throw new IllegalStateException("The API server at " + client.getMasterUrl() + " has not answered for "
                        + LONGEST.toSeconds() + " s (" + fault.get()
                        + "); check that pods of this namespace may reach it (NetworkPolicy, proxy)");
            }
            LOG.warnf("The API server at %s does not answer (%s); asking again", client.getMasterUrl(), fault.get());
            Thread.sleep(PAUSE);
        }
    }

    /** Why there was no answer. Who is refused was answered; what is not allowed shows where it is needed. */
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
