package dev.taskping.operator.taskcommand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.operator.Yaml;
import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand.Action;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of stop, keep and extend, for every way in which a Job can be. */
class TaskCommandDecisionTest {

    private static final Requester MIA = new Requester("Mia", Role.OPERATOR, "telegram:4711", null);

    private static Job job(String spec, String status, String annotations, String owners) {
        return Yaml.read(
                """
                apiVersion: batch/v1
                kind: Job
                metadata:
                  name: train
                  namespace: ml
                  uid: u1
                  resourceVersion: '7'
                  annotations: {%s}
                  ownerReferences: [%s]
                spec: {%s}
                status: {%s}
                """
                        .formatted(annotations, owners, spec, status),
                Job.class);
    }

    private static TaskCommand command(Action action, @Nullable Long seconds) {
        return new TaskCommand("c1", "ml", "u1", "train", action, seconds, MIA, null);
    }

    private static String decide(Job job, TaskCommand command) {
        return switch (TaskCommandDecision.of(job, command)) {
            case TaskCommandDecision.Change change -> "Change " + change.patch().path("spec") + " " + change.message();
            case TaskCommandDecision.Already already -> "Already " + already.message();
            case TaskCommandDecision.Refused refused -> refused.reason() + " " + refused.message();
        };
    }

    private static final String RUNNING = "startTime: '2026-03-01T10:00:00Z', active: 1, ready: 1";
    private static final String DONE =
            "conditions: [{type: Complete, status: 'True', reason: CompletionsReached}], completionTime: '2026-03-01T11:00:00Z'";
    private static final String ENDING =
            "conditions: [{type: FailureTarget, status: 'True', reason: PodFailurePolicy}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    running   |                                      | Change {"activeDeadlineSeconds":1} train is being stopped
                    running   | activeDeadlineSeconds: 3600          | Change {"activeDeadlineSeconds":1} train is being stopped
                    new       |                                      | Change {"activeDeadlineSeconds":1} train is being stopped
                    done      |                                      | AlreadyEnded train has ended already: CompletionsReached
                    ending    |                                      | AlreadyEnded train has ended already
                    running   | suspend: true                        | Suspended train is suspended: nothing of it runs; 'kubectl delete job train -n ml' keeps it from ever running
                    running   | managedBy: kueue.x-k8s.io/multikueue | ManagedElsewhere train is run by kueue.x-k8s.io/multikueue; stop it there
                    """)
    void stopDependsOnTheJobsState(String state, @Nullable String spec, String decision) {
        assertThat(decide(job(spec == null ? "" : spec, status(state), "", ""), command(Action.STOP, null)))
                .isEqualTo(decision);
    }

    @Test
    void stopPatchRecordsThePersonAndAppliesToThisVersionOnly() {
        TaskCommandDecision decision =
                TaskCommandDecision.of(job("activeDeadlineSeconds: 3600", RUNNING, "", ""), command(Action.STOP, null));
        assertThat(decision)
                .isInstanceOfSatisfying(
                        TaskCommandDecision.Change.class,
                        change -> assertThat(change.patch().path("metadata"))
                                .hasToString(
                                        "{\"uid\":\"u1\",\"resourceVersion\":\"7\",\"annotations\":{"
                                                + "\"taskping.dev/commands\":\"c1\",\"taskping.dev/stopped-by\":\"Mia\",\"taskping.dev/deadline-before-stop\":\"3600\"}}"));
    }

    @Test
    void stoppedJobIsNeitherStoppedAgainNorExtended() {
        String ben = "taskping.dev/stopped-by: Ben, taskping.dev/commands: c0";
        Job job = job("activeDeadlineSeconds: 1", RUNNING, ben, "");
        assertThat(decide(job, command(Action.STOP, null))).isEqualTo("Already train is being stopped, as Ben asked");
        assertThat(decide(job, command(Action.EXTEND, 3600L)))
                .isEqualTo("BeingStopped train is being stopped, as Ben asked");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ttlSecondsAfterFinished: 600 |         | Change {"ttlSecondsAfterFinished":null} train is kept: it was to be deleted 10 min after its end
                    ttlSecondsAfterFinished: 0   | Launch  | Change {"ttlSecondsAfterFinished":null} train is kept: it was to be deleted 0 s after its end; it is deleted with its Launch
                    suspend: true                |         | Already train has no time to live after its end: it is kept anyway
                    suspend: true                | CronJob | Already train has no time to live after its end: it is kept anyway; its CronJob may still delete it, because of its history limits
                    """)
    void keepRemovesTheTimeToLive(String spec, @Nullable String owner, String decision) {
        String owners =
                owner == null ? "" : "{apiVersion: v1, kind: " + owner + ", name: o, uid: o1, controller: true}";
        assertThat(decide(job(spec, DONE, "", owners), command(Action.KEEP, null)))
                .isEqualTo(decision);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    7200    | running | activeDeadlineSeconds: 3600 | Change {"activeDeadlineSeconds":10800} train may run for 3 h in all, until 2026-03-01T13:00:00Z
                    7200    | new     | activeDeadlineSeconds: 5400 | Change {"activeDeadlineSeconds":12600} train may run for 3 h 30 min in all
                    7200    | running |                             | Already train has no deadline: it may run for as long as it takes
                    7200    | done    | activeDeadlineSeconds: 3600 | AlreadyEnded train has ended already: CompletionsReached
                    59      | running | activeDeadlineSeconds: 3600 | InvalidDuration One command extends a task by 1 min to 30 d; write for example 'extend 2h'
                    -7200   | running | activeDeadlineSeconds: 3600 | InvalidDuration One command extends a task by 1 min to 30 d; write for example 'extend 2h'
                    2592001 | running | activeDeadlineSeconds: 3600 | InvalidDuration One command extends a task by 1 min to 30 d; write for example 'extend 2h'
                    9223372036854775807 | running | activeDeadlineSeconds: 3600 | InvalidDuration One command extends a task by 1 min to 30 d; write for example 'extend 2h'
                            | running | activeDeadlineSeconds: 3600 | InvalidDuration One command extends a task by 1 min to 30 d; write for example 'extend 2h'
                    """)
    void extendAddsToTheDeadline(@Nullable Long seconds, String state, @Nullable String spec, String decision) {
        assertThat(decide(job(spec == null ? "" : spec, status(state), "", ""), command(Action.EXTEND, seconds)))
                .isEqualTo(decision);
    }

    @Test
    void copyOfACommandChangesNothing() {
        Job extended = job("activeDeadlineSeconds: 10800", RUNNING, "taskping.dev/commands: 'c0,c1'", "");
        assertThat(decide(extended, command(Action.EXTEND, 7200L)))
                .isEqualTo("Already train may run for 3 h in all, until 2026-03-01T13:00:00Z");
        Job kept = job("", RUNNING, "taskping.dev/commands: c1", "");
        assertThat(decide(kept, command(Action.KEEP, null))).isEqualTo("Already train is kept");
    }

    @Test
    void onlyTheLatestCommandsAreRecorded() {
        AppliedCommands commands = new AppliedCommands(
                IntStream.range(0, 40).mapToObj(number -> "c" + number).toList());
        assertThat(commands.with("c40").split(",")).hasSize(32).endsWith("c39", "c40");
    }

    private static String status(String state) {
        return switch (state) {
            case "running" -> RUNNING;
            case "done" -> DONE;
            case "ending" -> ENDING;
            default -> "";
        };
    }
}
