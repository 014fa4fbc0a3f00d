package dev.taskping.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.testkit.installation.ChatEntry;
import dev.taskping.testkit.installation.Installation;
import dev.taskping.testkit.installation.Phone;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What runs is extended, kept, stopped and done again from a phone: on a real node, with no more rights than the chart gives. */
@ExtendWith(InstalledTaskPing.class)
class TaskControlE2E {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String JOB = "steady";

    @AfterEach
    void cleanUp(Installation taskping) {
        taskping.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(taskping.namespace())
                .withLabel("app", JOB)
                .delete();
        taskping.client()
                .resources(NotifiedTask.class)
                .inNamespace(taskping.namespace())
                .withName(JOB)
                .delete();
        giveMia(taskping, "launcher");
    }

    @Test
    void personExtendsKeepsStopsAndRetriesATask(Installation taskping) throws IOException {
        Phone phone = taskping.phone();
        apply(taskping);
        ChatEntry started = phone.awaitFromBot(0, JOB + " started");

        phone.answer(started.id(), "stop", "needs the role operator");
        assertThat(job(taskping).getSpec().getActiveDeadlineSeconds()).isEqualTo(600);

        giveMia(taskping, "operator");
        phone.answer(started.id(), "extend 1h", JOB + " may run for 1 h 10 min in all, until 20");
        assertThat(job(taskping).getSpec().getActiveDeadlineSeconds()).isEqualTo(4_200);

        phone.answer(started.id(), "keep", JOB + " is kept: it was to be deleted 1 h after its end");
        assertThat(job(taskping).getSpec().getTtlSecondsAfterFinished()).isNull();

        phone.answer(started.id(), "stop", JOB + " is being stopped");
        ChatEntry ended = phone.awaitFromBot(started.id(), JOB + " was cancelled");
        assertThat(ended.text()).contains("Stopped by Mia").contains("step 1");
        await().atMost(PATIENCE).until(() -> taskping.client()
                .pods()
                .inNamespace(taskping.namespace())
                .withLabel("batch.kubernetes.io/job-name", JOB)
                .list()
                .getItems()
                .isEmpty());

        phone.answer(ended.id(), "retry", "Launched " + JOB + "-");
        phone.awaitFromBot(ended.id(), JOB + "-", " started");
        assertThat(jobs(taskping))
                .filteredOn(job -> !job.getMetadata().getName().equals(JOB))
                .singleElement()
                .satisfies(again ->
                        assertThat(again.getSpec().getActiveDeadlineSeconds()).isEqualTo(4_200));
    }

    private static void apply(Installation taskping) throws IOException {
        try (InputStream manifests =
                Objects.requireNonNull(TaskControlE2E.class.getResourceAsStream("/task-control/steady.yaml"))) {
            taskping.client().load(manifests).inNamespace(taskping.namespace()).serverSideApply();
        }
    }

    /** Changes Mia's role on the channel, and waits until the relay knows. */
    private static void giveMia(Installation taskping, String role) {
        var channel = taskping.client()
                .resources(NotificationChannel.class)
                .inNamespace(taskping.namespace())
                .withName("phone");
        channel.patch(
                PatchContext.of(PatchType.JSON),
                "[{\"op\": \"replace\", \"path\": \"/spec/people/0/role\", \"value\": \"%s\"}]".formatted(role));
        await().atMost(PATIENCE).until(() -> {
            NotificationChannel now = channel.require();
            return now.getStatus() != null
                    && now.getMetadata().getGeneration().equals(now.getStatus().observedGeneration());
        });
    }

    private static Job job(Installation taskping) {
        return taskping.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(taskping.namespace())
                .withName(JOB)
                .require();
    }

    private static List<Job> jobs(Installation taskping) {
        return taskping.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(taskping.namespace())
                .withLabel("app", JOB)
                .list()
                .getItems();
    }
}
