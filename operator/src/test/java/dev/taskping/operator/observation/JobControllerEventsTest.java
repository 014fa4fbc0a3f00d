package dev.taskping.operator.observation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.testkit.process.FreePort;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobControllerEventsTest {

    /** Else a Job would be told as gone, for good, because a connection broke. */
    @Test
    void failedRequestDoesNotMeanThatThereAreNoEvents() {
        String nobody = "http://127.0.0.1:" + FreePort.find();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl(nobody)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build()) {
            JobControllerEvents events = new JobControllerEvents(client, Clock.systemUTC());
            assertThatThrownBy(() -> events.endOf(new TaskIdentity("Job", "ml", "train", "42", Map.of())))
                    .isInstanceOf(KubernetesClientException.class);
        }
    }
}
