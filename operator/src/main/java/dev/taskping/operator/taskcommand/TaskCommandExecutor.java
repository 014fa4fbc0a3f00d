package dev.taskping.operator.taskcommand;

import dev.taskping.crds.WellKnownNames;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.observation.JobObserver;
import dev.taskping.operator.policy.PolicyCatalog;
import dev.taskping.operator.relay.CommandDeadline;
import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.time.ExponentialBackoff;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand.Action;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stops, keeps and extends Jobs, but only Jobs that a NotifiedTask matches, that have TaskPing's label, or that a Launch created:
 * somebody who took over a relay must not be able to stop every Job. Each change is one patch of one version of a Job. The patch
 * records the command, so that a copy of the command changes nothing.
 */
@ApplicationScoped
public class TaskCommandExecutor {

    private static final Logger LOG = Logger.getLogger(TaskCommandExecutor.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private static final int ATTEMPTS = 20;

    private final KubernetesClient client;
    private final PolicyCatalog policies;
    private final JobObserver observer;
    private final OperatorConfiguration configuration;
    private final Leadership leadership;

    TaskCommandExecutor(
            KubernetesClient client,
            PolicyCatalog policies,
            JobObserver observer,
            OperatorConfiguration configuration,
            Leadership leadership) {
        this.client = client;
        this.policies = policies;
        this.observer = observer;
        this.configuration = configuration;
        this.leadership = leadership;
    }

    /**
     * Carries out a command exactly once, however often it arrives.
     *
     * @param deadline no change is made after it
     * @return empty if this replica does not lead any more; the relay sends the command to the one that does
     */
    public Optional<CommandResult> handle(TaskCommand command, CommandDeadline deadline) {
        CommandResult refusal = refusal(command);
        if (refusal != null) {
            return Optional.of(refusal);
        }
        for (int attempt = 1; ; attempt++) {
            if (!leadership.leads()) {
                return Optional.empty();
            }
            if (deadline.isPast()) {
                return Optional.of(expired(command));
            }
            try {
                CommandResult result = attempt(command);
                LOG.infof(
                        "Carried out command %s, %s of Job %s/%s: %s",
                        command.commandId(),
                        verb(command),
                        command.namespace(),
                        command.taskName(),
                        result.reason() == null ? result.status() : result.reason());
                return Optional.of(result);
            } catch (KubernetesClientException e) {
                if (attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                BACKOFF.sleepOrStayInterrupted(attempt);
            }
        }
    }

    /** The result of a command whose deadline passed before anything was changed. */
    public static CommandResult expired(TaskCommand command) {
        return result(
                command,
                Status.EXPIRED,
                "Expired",
                "The command arrived too late; " + command.taskName() + " was not changed");
    }

    /** Why the command is refused, if that can be said without reading the cluster. */
    private @Nullable CommandResult refusal(TaskCommand command) {
        if (!command.requestedBy().role().includes(Role.OPERATOR)) {
            return rejected(
                    command,
                    "RoleNotAllowed",
                    command.requestedBy().name() + " is "
                            + command.requestedBy().role().name().toLowerCase(Locale.ROOT) + ", and only operators may "
                            + verb(command) + " tasks; ask whoever manages the channel for that role");
        }
        String home = command.requestedBy().namespace();
        if (home != null && !home.equals(command.namespace())) {
            return rejected(
                    command,
                    "NamespaceNotAllowed",
                    command.requestedBy().name() + " is operator in namespace '" + home + "', not in '"
                            + command.namespace() + "'; ask to be named on a channel of '" + command.namespace() + "'");
        }
        boolean named = NAME.matcher(command.namespace()).matches()
                && NAME.matcher(command.taskName()).matches()
                && AppliedCommands.isValid(command.commandId());
        if (!named) {
            return rejected(command, "InvalidName", "The command does not name a Kubernetes Job");
        }
        boolean elsewhere = configuration
                .namespaces()
                .filter(watched -> !watched.contains(command.namespace()))
                .isPresent();
        return elsewhere
                ? rejected(
                        command,
                        "NamespaceNotWatched",
                        "This operator does not work in namespace '" + command.namespace() + "'")
                : null;
    }

    /**
     * Reads the Job and changes it.
     *
     * @throws KubernetesClientException if another attempt may succeed, for instance because the Job changed meanwhile
     */
    private CommandResult attempt(TaskCommand command) {
        Job job = client.batch()
                .v1()
                .jobs()
                .inNamespace(command.namespace())
                .withName(command.taskName())
                .get();
        String task = "Job " + command.namespace() + "/" + command.taskName();
        if (job == null) {
            return rejected(command, "TaskGone", task + " is not in the cluster any more");
        }
        if (!job.getMetadata().getUid().equals(command.taskUid())) {
            return rejected(
                    command,
                    "TaskReplaced",
                    task + " is not in the cluster any more; another Job has its name now, and was not changed");
        }
        if (!isWatched(job)) {
            return rejected(
                    command,
                    "TaskNotWatched",
                    task + " is not watched by TaskPing: no NotifiedTask matches it and it has no label "
                            + WellKnownNames.NOTIFY_LABEL + "; it was not changed");
        }
        return switch (TaskCommandDecision.of(job, command)) {
            case TaskCommandDecision.Refused refused -> rejected(command, refused.reason(), refused.message());
            case TaskCommandDecision.Already already -> result(command, Status.DONE, null, already.message());
            case TaskCommandDecision.Change change -> {
                if (command.action() == Action.STOP) {
                    policies.effective(job.getMetadata(), null)
                            .filter(policy -> policy.logTail() > 0)
                            .ifPresent(policy -> observer.readAhead(job, policy.logTail()));
                }
                yield patch(command, change);
            }
        };
    }

    private CommandResult patch(TaskCommand command, TaskCommandDecision.Change change) {
        try {
            client.batch()
                    .v1()
                    .jobs()
                    .inNamespace(command.namespace())
                    .withName(command.taskName())
                    .patch(MERGE, change.patch().toString());
            return result(command, Status.DONE, null, change.message());
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case 403 ->
                    rejected(
                            command,
                            "NotPermitted",
                            "The operator may not change Jobs in namespace '" + command.namespace()
                                    + "'; its Role needs 'patch' on 'jobs' (Helm value operator.control.enabled)");
                case 400, 422 ->
                    rejected(
                            command,
                            "NotPossible",
                            "Kubernetes refused: " + e.getStatus().getMessage());
                default -> throw e;
            };
        }
    }

    private boolean isWatched(Job job) {
        Map<String, String> labels = job.getMetadata().getLabels();
        return (labels != null && labels.containsKey(WellKnownNames.LAUNCH_LABEL))
                || policies.effective(job.getMetadata(), null).isPresent();
    }

    private static String verb(TaskCommand command) {
        return command.action().name().toLowerCase(Locale.ROOT);
    }

    private static CommandResult rejected(TaskCommand command, String reason, String message) {
        return result(command, Status.REJECTED, reason, message);
    }

    private static CommandResult result(TaskCommand command, Status status, @Nullable String reason, String message) {
        return new CommandResult(command.commandId(), status, reason, message, command.namespace(), null, null);
    }
}
