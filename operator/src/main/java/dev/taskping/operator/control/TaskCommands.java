package dev.taskping.operator.control;

import dev.taskping.crds.TaskPing;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.relay.Backoff;
import dev.taskping.operator.relay.Deadline;
import dev.taskping.operator.relay.TaskCommandHandler;
import dev.taskping.operator.task.observation.JobObserver;
import dev.taskping.operator.task.policy.PolicyCatalog;
import dev.taskping.protocol.channel.Role;
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
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stops, keeps and extends Jobs. Only those that TaskPing watches, because a NotifiedTask, a label or a Launch says so: a
 * relay that fell into wrong hands must not be able to stop just any Job. Each change is one patch of one version of one
 * Job, which remembers the command, so that a copy of it changes nothing.
 */
@ApplicationScoped
class TaskCommands implements TaskCommandHandler {

    private static final Logger LOG = Logger.getLogger(TaskCommands.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private static final int ATTEMPTS = 20;

    private final KubernetesClient client;
    private final PolicyCatalog policies;
    private final JobObserver observer;
    private final OperatorConfiguration configuration;

    TaskCommands(
            KubernetesClient client,
            PolicyCatalog policies,
            JobObserver observer,
            OperatorConfiguration configuration) {
        this.client = client;
        this.policies = policies;
        this.observer = observer;
        this.configuration = configuration;
    }

    @Override
    public CommandResult handle(TaskCommand command, Deadline deadline) {
        CommandResult refusal = refusal(command);
        if (refusal != null) {
            return refusal;
        }
        for (int attempt = 1; ; attempt++) {
            if (deadline.isPast()) {
                return result(
                        command,
                        Status.EXPIRED,
                        "Expired",
                        "The command came too late; nothing was done to " + command.taskName());
            }
            try {
                CommandResult result = attempt(command);
                LOG.infof(
                        "Command %s: %s %s/%s: %s",
                        command.commandId(),
                        word(command),
                        command.namespace(),
                        command.taskName(),
                        result.reason() == null ? result.status() : result.reason());
                return result;
            } catch (KubernetesClientException e) {
                if (attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                pause(attempt);
            }
        }
    }

    /** What is refused without a look at the cluster. */
    private @Nullable CommandResult refusal(TaskCommand command) {
        if (!command.requestedBy().role().includes(Role.OPERATOR)) {
            return rejected(
                    command,
                    "RoleNotAllowed",
                    command.requestedBy().name() + " is "
                            + command.requestedBy().role().name().toLowerCase(Locale.ROOT) + ", and only operators may "
                            + word(command) + " tasks; ask whoever manages the channel for that role");
        }
        boolean named = NAME.matcher(command.namespace()).matches()
                && NAME.matcher(command.taskName()).matches()
                && AppliedCommands.isValid(command.commandId());
        if (!named) {
            return rejected(command, "InvalidName", "That is no name of a Job in Kubernetes");
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
     * Looks and changes.
     *
     * @throws KubernetesClientException if it has to be tried again, because something came in between
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
                    task + " is not in the cluster any more; another one of its name is, and is left alone");
        }
        if (!isWatched(job)) {
            return rejected(
                    command,
                    "TaskNotWatched",
                    task + " is not watched by TaskPing: no NotifiedTask matches it and it has no label "
                            + TaskPing.NOTIFY_LABEL + "; it is left alone");
        }
        return switch (TaskDecision.of(job, command)) {
            case TaskDecision.Refused refused -> rejected(command, refused.reason(), refused.message());
            case TaskDecision.Already already -> result(command, Status.DONE, null, already.message());
            case TaskDecision.Change change -> {
                if (command.action() == Action.STOP) {
                    policies.watch(job.getMetadata(), null)
                            .filter(watch -> watch.logTail() > 0)
                            .ifPresent(watch -> observer.readAhead(job, watch.logTail()));
                }
                yield patch(command, change);
            }
        };
    }

    private CommandResult patch(TaskCommand command, TaskDecision.Change change) {
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
        return (labels != null && labels.containsKey(TaskPing.LAUNCH_LABEL))
                || policies.watch(job.getMetadata(), null).isPresent();
    }

    private static String word(TaskCommand command) {
        return command.action().name().toLowerCase(Locale.ROOT);
    }

    private static CommandResult rejected(TaskCommand command, String reason, String message) {
        return result(command, Status.REJECTED, reason, message);
    }

    private static CommandResult result(TaskCommand command, Status status, @Nullable String reason, String message) {
        return new CommandResult(command.commandId(), status, reason, message, null, null);
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(BACKOFF.after(attempt).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
