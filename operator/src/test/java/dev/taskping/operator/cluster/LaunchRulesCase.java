package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.launch.Launch;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.tunnel.TunnelFrame.Cause;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.Confirmation;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Launches of one template with the rules that a test needs. */
abstract class LaunchRulesCase extends SharedOperatorCase {

    static final Requester MIA = new Requester("Mia", Role.LAUNCHER, "telegram:4711", null);
    static final Requester NOOR = new Requester("Noor", Role.ADMIN, "telegram:4712", null);

    void template(String rules) {
        policyManifests.apply(
                """
                apiVersion: taskping.dev/v1alpha1
                kind: LaunchTemplate
                metadata: {name: evaluate}
                spec:
                  parameters:
                    - {name: checkpoint, type: string, pattern: '[a-z0-9-]{1,40}', default: best}
                  %s
                  jobTemplate:
                    spec:
                      managedBy: taskping.dev/job-driver
                      activeDeadlineSeconds: 7200
                      template:
                        spec:
                          restartPolicy: Never
                          containers:
                            - name: main
                              image: example.com/none:1
                              args: ['$(params.checkpoint)']
                              resources: {limits: {nvidia.com/gpu: 2}}
                """
                        .formatted(rules));
    }

    LaunchCommand command(Map<String, String> parameters, @Nullable String taskUid, @Nullable Long ttl) {
        return new LaunchCommand(
                UUID.randomUUID().toString(),
                namespace,
                "evaluate",
                null,
                parameters,
                MIA,
                new Cause(taskUid, "train", new ChannelKey(namespace, "hook")),
                null,
                ttl);
    }

    LaunchCommand command() {
        return command(Map.of(), null, null);
    }

    static LaunchCommand answered(LaunchCommand command, boolean approved, Requester by) {
        return new LaunchCommand(
                command.commandId(),
                command.namespace(),
                command.template(),
                null,
                command.parameters(),
                command.requestedBy(),
                command.cause(),
                new Confirmation(approved, by),
                command.ttlSeconds());
    }

    CommandResult result(LaunchCommand command, Status status) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(results(command))
                .extracting(CommandResult::status)
                .contains(status));
        return results(command).stream()
                .filter(result -> result.status() == status)
                .findFirst()
                .orElseThrow();
    }

    CommandResult ask(LaunchCommand command) {
        relay.send(command);
        return result(command, Status.AWAITING_CONFIRMATION);
    }

    CommandResult launch(LaunchCommand command) {
        relay.send(command);
        return result(command, Status.LAUNCHED);
    }

    CommandResult reject(LaunchCommand command) {
        relay.send(command);
        return result(command, Status.REJECTED);
    }

    Launch resource(LaunchCommand command) {
        return policyManifests.launch("cmd-" + command.commandId());
    }

    List<Job> launched() {
        return jobs.list();
    }
}
