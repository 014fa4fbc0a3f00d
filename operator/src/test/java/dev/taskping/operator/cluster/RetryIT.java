package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.tunnel.TunnelFrame.Cause;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The same work again, of Jobs from templates and of Jobs that allow it, with the real API server. */
class RetryIT extends SharedOperatorCase {

    private static final String TRAIN =
            """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: train
              labels: {team: ml, taskping.dev/allow-retry: '%s'}
            spec:
              suspend: %s
              ttlSecondsAfterFinished: 600
              activeDeadlineSeconds: 3600
              template:
                metadata: {labels: {app: train}}
                spec:
                  restartPolicy: Never
                  containers: [{name: main, image: 'example.com/none:1', args: ['--lr=0.1']}]
            """;

    private LaunchCommand command(@Nullable String template, @Nullable String job, Map<String, String> parameters) {
        return new LaunchCommand(
                UUID.randomUUID().toString(),
                namespace,
                template,
                job,
                parameters,
                new Requester("Mia", Role.LAUNCHER, "telegram:4711", null),
                new Cause("some-uid", "train", new ChannelKey(namespace, "hook")),
                null,
                300L);
    }

    private CommandResult send(LaunchCommand command) {
        relay.send(command);
        await().atMost(PATIENCE).until(() -> !results(command).isEmpty());
        return results(command).getFirst();
    }

    private Job job(CommandResult result) {
        assertThat(result.status()).as(result.message()).isEqualTo(Status.LAUNCHED);
        return jobs.get(Objects.requireNonNull(result.job()));
    }

    private static List<String> arguments(Job job) {
        return job.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs();
    }

    @Test
    void jobFromATemplateIsRetriedByTheTemplatesRules() {
        policyManifests.apply(
                """
                apiVersion: taskping.dev/v1alpha1
                kind: LaunchTemplate
                metadata: {name: evaluate}
                spec:
                  parameters: [{name: lr, type: number, default: 0.0003, maximum: 0.1}]
                  jobTemplate:
                    spec:
                      template:
                        spec:
                          restartPolicy: Never
                          containers: [{name: main, image: 'example.com/none:1', args: ['$(params.lr)']}]
                """);
        Job first = job(send(command("evaluate", null, Map.of("lr", "0.05"))));

        LaunchCommand retry = command(null, first.getMetadata().getName(), Map.of());
        Job second = job(send(retry));
        relay.send(retry);
        Job third = job(send(command(null, second.getMetadata().getName(), Map.of())));

        assertThat(List.of(arguments(first), arguments(second), arguments(third)))
                .containsOnly(List.of("0.05"));
        assertThat(third.getMetadata().getName()).startsWith("evaluate-");
        assertThat(jobs.list()).hasSize(3);

        KUBERNETES
                .client()
                .genericKubernetesResources("taskping.dev/v1alpha1", "LaunchTemplate")
                .inNamespace(namespace)
                .withName("evaluate")
                .delete();
        assertThat(send(command(null, first.getMetadata().getName(), Map.of())).reason())
                .isEqualTo("TemplateNotFound");
        assertThat(jobs.list()).hasSize(3);
    }

    @Test
    void jobThatAllowsRetriesIsRetriedAsWritten() {
        policyManifests.apply(TRAIN.formatted("true", "false"));
        await().atMost(PATIENCE).until(() -> jobs.list().getFirst().getStatus().getStartTime() != null);

        Job again = job(send(command(null, "train", Map.of())));

        assertThat(again.getMetadata().getName()).startsWith("train-");
        assertThat(again.getMetadata().getLabels())
                .containsEntry("team", "ml")
                .containsEntry("taskping.dev/notify", "hook")
                .containsKey("taskping.dev/launch");
        assertThat(again.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getKind()).isEqualTo("Launch"));
        assertThat(arguments(again)).containsExactly("--lr=0.1");
        assertThat(again.getSpec().getTtlSecondsAfterFinished()).isEqualTo(600);
        assertThat(again.getSpec().getActiveDeadlineSeconds()).isEqualTo(3600);
        assertThat(again.getSpec().getTemplate().getMetadata().getLabels())
                .containsEntry("app", "train")
                .containsEntry(
                        "batch.kubernetes.io/controller-uid",
                        again.getMetadata().getUid());

        Job third = job(send(command(null, again.getMetadata().getName(), Map.of())));
        assertThat(third.getMetadata().getName())
                .startsWith("train-")
                .hasSameSizeAs(again.getMetadata().getName());
    }

    @Test
    void retryOfASuspendedJobIsNotSuspended() {
        policyManifests.apply(TRAIN.formatted("true", "true"));
        assertThat(job(send(command(null, "train", Map.of()))).getSpec().getSuspend())
                .isNotEqualTo(true);
    }

    @Test
    void forbiddenOrMissingJobIsRejected() {
        policyManifests.apply(TRAIN.formatted("false", "false"));
        assertThat(send(command(null, "train", Map.of()))).satisfies(result -> {
            assertThat(result.reason()).isEqualTo("RetryNotAllowed");
            assertThat(result.message()).contains("taskping.dev/allow-retry");
        });
        assertThat(send(command(null, "gone", Map.of())).reason()).isEqualTo("TaskGone");
        assertThat(jobs.list()).hasSize(1);
    }

    @Test
    void retryWithParametersIsRejected() {
        policyManifests.apply(TRAIN.formatted("true", "false"));
        assertThat(send(command(null, "train", Map.of("image", "evil"))).status())
                .isEqualTo(Status.REJECTED);
        assertThat(jobs.list()).hasSize(1);
    }
}
