package dev.taskping.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchStatus;
import dev.taskping.testkit.installation.ChatEntry;
import dev.taskping.testkit.installation.Installation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A Job ends, three channels tell, a person answers, one new Job runs and is told of. */
@ExtendWith(InstalledTaskPing.class)
class MainLoopE2E {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void replyBecomesExactlyOneJob(Installation taskping) {
        Path quickstart = taskping.cluster().repository().resolve("samples/quickstart");
        taskping.apply(quickstart.resolve("2-templates.yaml"));
        taskping.apply(quickstart.resolve("3-notifiedtask.yaml"));
        taskping.apply(quickstart.resolve("4-job.yaml"));

        ChatEntry message = awaitMessage(taskping, "train-llm");
        assertThat(message.text()).contains("saved checkpoint 'best' at step 20");
        awaitMail(taskping, "train-llm");
        JsonNode event = awaitEvent(taskping, "train-llm");
        assertThat(event.at("/data/outcome/result").asText()).isEqualTo("Succeeded");
        assertThat(event.at("/data/outcome/exitCode").asInt(-1)).isZero();
        assertThat(event.at("/data/usage/gpus").asInt()).isEqualTo(1);
        assertThat(event.at("/data/usage/gpuHours").asDouble()).isPositive();
        assertThat(event.at("/data/log/tail").asText()).contains("step 20/20");
        assertThat(taskping.phone().webhooks())
                .allSatisfy(request ->
                        assertThat(request.path("signature").asText()).isEqualTo("valid"));

        String button = message.buttons().stream()
                .filter(label -> label.contains("evaluate"))
                .findFirst()
                .orElseThrow();
        // A button stays pressable until the message is edited: presses that cross each other on the way.
        long first = taskping.phone().press(message.id(), button);
        taskping.phone().redeliver(first, 4);
        pressAgainIfItIsStillThere(taskping, message, button);
        pressAgainIfItIsStillThere(taskping, message, button);

        Launch launch = awaitLaunch(taskping);
        assertThat(launch.getSpec().requestedBy().name()).isEqualTo("Mia");
        assertThat(launch.getSpec().parameters()).containsEntry("checkpoint", "best");
        String jobName =
                Optional.ofNullable(launch.getStatus().jobRef()).orElseThrow().name();
        ChatEntry second = awaitMessage(taskping, jobName);
        assertThat(second.text()).contains("checkpoint=best");
        Awaitility.await("the Launch to have succeeded")
                .atMost(PATIENCE)
                .until(() -> launches(taskping).getFirst().getStatus().phase() == LaunchStatus.Phase.SUCCEEDED);

        assertThat(launches(taskping)).hasSize(1);
        List<Job> launched = taskping.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(taskping.namespace())
                .withLabel(WellKnownNames.LAUNCH_LABEL)
                .list()
                .getItems();
        assertThat(launched).hasSize(1);
        new Deliveries(taskping.phone(), "train-llm").assertOnceEach();
        new Deliveries(taskping.phone(), jobName).awaitOnceEach(1, PATIENCE);
        assertThat(taskping.phone().messageFromBot(jobName)).isPresent();
    }

    private static void pressAgainIfItIsStillThere(Installation taskping, ChatEntry message, String button) {
        try {
            taskping.phone().press(message.id(), button);
        } catch (IllegalStateException gone) {
            // The edit that removes the buttons was faster than the finger.
            assertThat(gone).hasMessageContaining("button");
        }
    }

    private static ChatEntry awaitMessage(Installation taskping, String job) {
        return Awaitility.await("the Telegram message about " + job)
                .atMost(PATIENCE)
                .until(
                        () -> taskping.phone()
                                .chat()
                                .filter(entry -> entry.fromBot()
                                        && entry.text()
                                                .lines()
                                                .findFirst()
                                                .orElse("")
                                                .matches(".*" + job + ".*succeeded.*"))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static void awaitMail(Installation taskping, String job) {
        Awaitility.await("the e-mail about " + job).atMost(PATIENCE).until(() -> taskping.phone()
                .mails()
                .anyMatch(mail -> mail.path("subject").asText().contains(job)
                        && mail.path("text").asText().contains("step 20/20")
                        && mail.path("html").asText().contains("step 20/20")));
    }

    private static JsonNode awaitEvent(Installation taskping, String job) {
        return new Deliveries(taskping.phone(), job)
                .awaitOnceEach(1, PATIENCE)
                .values()
                .iterator()
                .next();
    }

    private static Launch awaitLaunch(Installation taskping) {
        Awaitility.await("a Launch with a Job").atMost(PATIENCE).until(() -> launches(taskping).stream()
                .anyMatch(launch ->
                        launch.getStatus() != null && launch.getStatus().jobRef() != null));
        return launches(taskping).getFirst();
    }

    private static List<Launch> launches(Installation taskping) {
        return taskping.client()
                .resources(Launch.class)
                .inNamespace(taskping.namespace())
                .list()
                .getItems();
    }
}
