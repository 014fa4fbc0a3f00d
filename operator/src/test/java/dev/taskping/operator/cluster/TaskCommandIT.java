package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand.Action;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stop, keep and extend, with the real API server and the real Job controller. */
class TaskCommandIT extends SharedOperatorCase {

    private SimulatedKubelet simulatedKubelet;

    @BeforeEach
    void prepare() {
        simulatedKubelet = new SimulatedKubelet(KUBERNETES.client(), namespace);
    }

    /** A Job that is watched, by its label, and run by the real controller. */
    private Job create(String name, String label, String spec) {
        policyManifests.apply(
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: %s, labels: {%s}}
                spec:
                  backoffLimit: 0
                  %s
                  template:
                    spec:
                      restartPolicy: Never
                      terminationGracePeriodSeconds: 0
                      containers: [{name: main, image: 'example.com/none:1'}]
                """
                        .formatted(name, label, spec));
        return jobs.get(name);
    }

    private Job watched(String name, String spec) {
        return create(name, "taskping.dev/notify: hook", spec);
    }

    private boolean exists(String name) {
        return jobs.list().stream().anyMatch(job -> job.getMetadata().getName().equals(name));
    }

    private TaskCommand command(Job job, Action action, @Nullable Long seconds) {
        return command(job, action, seconds, Role.OPERATOR);
    }

    private TaskCommand command(Job job, Action action, @Nullable Long seconds, Role role) {
        return new TaskCommand(
                UUID.randomUUID().toString(),
                namespace,
                job.getMetadata().getUid(),
                job.getMetadata().getName(),
                action,
                seconds,
                new Requester("Mia", role, "telegram:4711", null),
                300L);
    }

    private CommandResult send(TaskCommand command) {
        int before = results(command.commandId()).size();
        relay.send(command);
        await().atMost(PATIENCE).until(() -> results(command.commandId()).size() > before);
        return results(command.commandId()).getLast();
    }

    private Outcome told(String name) {
        await().atMost(PATIENCE).until(() -> relay.finished(namespace, name).isPresent());
        return relay.finished(namespace, name).orElseThrow().data().outcome();
    }

    @Test
    void stoppedJobIsReportedAsCancelledByThePersonWhoStoppedIt() {
        Job job = watched("train", "activeDeadlineSeconds: 86400");
        simulatedKubelet.run();
        TaskCommand stop = command(job, Action.STOP, null);

        CommandResult result = send(stop);

        assertThat(result.status()).isEqualTo(Status.DONE);
        assertThat(result.message()).isEqualTo("train is being stopped");
        assertThat(told("train")).satisfies(outcome -> {
            assertThat(outcome.result()).isEqualTo(Result.CANCELLED);
            assertThat(outcome.reason()).isEqualTo("Stopped");
            assertThat(outcome.message()).isEqualTo("Stopped by Mia");
        });
        assertThat(KUBERNETES.client().pods().inNamespace(namespace).list().getItems())
                .as("nothing of it runs any more")
                .isEmpty();
        assertThat(jobs.get("train").getMetadata().getAnnotations()).containsEntry("taskping.dev/stopped-by", "Mia");
        // A copy that comes after all is over says what was done, and does nothing.
        String version = jobs.get("train").getMetadata().getResourceVersion();
        assertThat(send(stop).status()).isEqualTo(Status.DONE);
        assertThat(jobs.get("train").getMetadata().getResourceVersion()).isEqualTo(version);
        assertThat(relay.finished(namespace)).hasSize(1);
    }

    @Test
    void jobWithPendingPodsIsStopped() {
        Job job = watched("queued", "parallelism: 2");
        assertThat(send(command(job, Action.STOP, null)).status()).isEqualTo(Status.DONE);
        assertThat(told("queued").result()).isEqualTo(Result.CANCELLED);
    }

    @Test
    void suspendedJobIsNotStopped() {
        Job job = watched("suspended", "suspend: true");
        CommandResult result = send(command(job, Action.STOP, null));
        assertThat(result.reason()).isEqualTo("Suspended");
        assertThat(jobs.get("suspended").getSpec().getActiveDeadlineSeconds()).isNull();
    }

    @Test
    void keptJobOutlivesItsTimeToLive() {
        Job kept = watched("kept", "ttlSecondsAfterFinished: 3");
        simulatedKubelet.run();
        CommandResult result = send(command(kept, Action.KEEP, null));
        assertThat(result.status()).isEqualTo(Status.DONE);
        assertThat(result.message()).isEqualTo("kept is kept: it was to be deleted 3 s after its end");
        simulatedKubelet.end(0);
        told("kept");
        // One that is not kept shows when the time has passed.
        watched("forgotten", "ttlSecondsAfterFinished: 3");
        simulatedKubelet.run();
        simulatedKubelet.end(0);
        await().atMost(PATIENCE)
                .until(() -> relay.finished(namespace, "forgotten").isPresent());
        await().atMost(PATIENCE).until(() -> !exists("forgotten"));
        assertThat(jobs.get("kept").getSpec().getTtlSecondsAfterFinished()).isNull();
        assertThat(send(command(kept, Action.KEEP, null)).message()).contains("it is kept anyway");
    }

    @Test
    void repeatedExtensionIsAddedOnce() {
        Job job = watched("long", "activeDeadlineSeconds: 3600");
        simulatedKubelet.run();
        TaskCommand extend = command(job, Action.EXTEND, 7200L);
        relay.send(extend);
        relay.send(extend);
        assertThat(send(extend).message()).startsWith("long may run for 3 h in all, until ");
        relay.cutTunnel();
        await().atMost(PATIENCE).until(relay::isTunnelOpen);
        send(extend);
        assertThat(jobs.get("long").getSpec().getActiveDeadlineSeconds()).isEqualTo(10_800);

        send(command(job, Action.EXTEND, 3600L));
        send(extend);
        assertThat(jobs.get("long").getSpec().getActiveDeadlineSeconds()).isEqualTo(14_400);
        assertThat(results(extend.commandId()))
                .extracting(CommandResult::status)
                .containsOnly(Status.DONE);
    }

    @Test
    @Attack(
            by = Attacker.MEMBER,
            tries = "to stop a Job that is not watched, or to name a path as a Job",
            gets = "refused by the operator; the Job is not touched")
    void unmatchedJobAndPersonWithoutRoleAreRefused() {
        Job foreign = create("foreign", "team: other", "activeDeadlineSeconds: 3600");
        Job ours = watched("ours", "activeDeadlineSeconds: 3600");
        TaskCommand another = new TaskCommand(
                UUID.randomUUID().toString(),
                namespace,
                foreign.getMetadata().getUid(),
                "ours",
                Action.STOP,
                null,
                new Requester("Mia", Role.ADMIN, "telegram:4711", null),
                null);
        TaskCommand path = new TaskCommand(
                UUID.randomUUID().toString(),
                namespace,
                ours.getMetadata().getUid(),
                "../../../../api/v1/namespaces/" + namespace,
                Action.STOP,
                null,
                new Requester("Mia", Role.ADMIN, "telegram:4711", null),
                null);

        TaskCommand elsewhere = new TaskCommand(
                UUID.randomUUID().toString(),
                namespace,
                ours.getMetadata().getUid(),
                "ours",
                Action.STOP,
                null,
                new Requester("Mia", Role.ADMIN, "telegram:4711", "ops"),
                null);

        assertThat(send(command(foreign, Action.STOP, null)).reason()).isEqualTo("TaskNotWatched");
        assertThat(send(command(ours, Action.STOP, null, Role.LAUNCHER)).reason())
                .isEqualTo("RoleNotAllowed");
        assertThat(send(another).reason()).isEqualTo("TaskReplaced");
        assertThat(send(elsewhere).reason()).isEqualTo("NamespaceNotAllowed");
        assertThat(send(path).reason()).isEqualTo("InvalidName");
        jobs.patch("ours", "{\"metadata\":{\"labels\":{\"taskping.dev/notify\":null}}}");
        await().atMost(PATIENCE).until(() -> "TaskNotWatched"
                .equals(send(command(ours, Action.EXTEND, 3600L)).reason()));
        assertThat(List.of(jobs.get("foreign"), jobs.get("ours"))).allSatisfy(job -> {
            assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(3600);
            assertThat(job.getMetadata().getAnnotations()).isNullOrEmpty();
        });
    }

    @Test
    void commandOfALaterVersionIsAnsweredAndBreaksNothing() {
        relay.say("{\"frame\":\"migrate\",\"commandId\":\"c-later\",\"namespace\":\"ml\"}");
        relay.say("not JSON");
        await().atMost(PATIENCE).until(() -> !results("c-later").isEmpty());
        assertThat(results("c-later").getFirst().reason()).isEqualTo("NotSupported");
        assertThat(relay.isTunnelOpen()).isTrue();
    }
}
