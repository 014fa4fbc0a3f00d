package dev.taskping.operator.launch;

import dev.taskping.crds.NamedReference;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.channel.ChannelReference;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchSpec;
import dev.taskping.crds.launch.LaunchStatus.Confirmer;
import dev.taskping.crds.launch.LaunchStatus.Phase;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.time.ExponentialBackoff;
import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Creates a Launch for a command. The Launch's name contains the command's id, so that it is created only once. */
@ApplicationScoped
public class LaunchCreator {

    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(250), Duration.ofSeconds(5));
    private static final int ATTEMPTS = 20;

    private final KubernetesClient client;
    private final OperatorConfiguration configuration;
    private final ConfirmationRecorder confirmations;

    LaunchCreator(KubernetesClient client, OperatorConfiguration configuration, ConfirmationRecorder confirmations) {
        this.client = client;
        this.configuration = configuration;
        this.confirmations = confirmations;
    }

    /**
     * Carries out a command exactly once, however often it arrives.
     *
     * @return the result if it is known; otherwise the Launch's reconciler sends it later
     */
    public Optional<CommandResult> handle(LaunchCommand command) {
        if (!NAMESPACE.matcher(command.namespace()).matches()
                || configuration
                        .namespaces()
                        .filter(watched -> !watched.contains(command.namespace()))
                        .isPresent()) {
            return Optional.of(CommandResults.rejected(
                    command,
                    "NamespaceNotWatched",
                    "This operator does not work in namespace '" + command.namespace() + "'"));
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return create(command);
            } catch (KubernetesClientException e) {
                if (attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                BACKOFF.sleepOrStayInterrupted(attempt);
            }
        }
    }

    private Optional<CommandResult> create(LaunchCommand command) {
        var launches = client.resources(Launch.class).inNamespace(command.namespace());
        try {
            launches.resource(launch(command)).create();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case 409 ->
                    existing(
                            command,
                            launches.withName(TunnelFrame.launchName(command.commandId()))
                                    .get(),
                            e);
                case 400, 403, 404, 422 ->
                    Optional.of(CommandResults.rejected(
                            command,
                            "NotPossible",
                            "Kubernetes refused the Launch: " + e.getStatus().getMessage()));
                default -> throw e;
            };
        }
    }

    private Optional<CommandResult> existing(
            LaunchCommand command, @Nullable Launch launch, KubernetesClientException conflict) {
        if (launch == null) {
            throw conflict;
        }
        LaunchSpec.Cause cause = launch.getSpec().cause();
        if (cause == null || !command.commandId().equals(cause.commandId())) {
            return Optional.of(CommandResults.rejected(
                    command,
                    "NameTaken",
                    "A Launch named '" + launch.getMetadata().getName()
                            + "' exists already, and another command or person created it"));
        }
        boolean awaits = launch.getStatus() != null && launch.getStatus().phase() == Phase.AWAITING_CONFIRMATION;
        if (!awaits || command.confirmation() == null) {
            return CommandResults.of(launch);
        }
        TunnelFrame.Requester by = command.confirmation().by();
        return confirmations.record(launch, command.confirmation().approved(), new Confirmer(by.name(), by.identity()));
    }

    private static Launch launch(LaunchCommand command) {
        TunnelFrame.Requester requester = command.requestedBy();
        TunnelFrame.Cause cause = command.cause();
        String template = command.template();
        Launch launch = new Launch();
        launch.setMetadata(new ObjectMetaBuilder()
                .withName(TunnelFrame.launchName(command.commandId()))
                .withNamespace(command.namespace())
                .addToLabels(template == null ? Map.of() : labels(template))
                .build());
        launch.setSpec(new LaunchSpec(
                named(template),
                named(command.retryOf()),
                command.parameters(),
                new LaunchSpec.Requester(
                        requester.name(), requester.role(), requester.identity(), namespaceOf(command)),
                new LaunchSpec.Cause(
                        command.commandId(), cause.taskUid(), cause.taskName(), reference(cause.channel())),
                ttl(command.ttlSeconds())));
        return launch;
    }

    /** The namespace whose channels name the person; of a relay that does not say, that of the channel. */
    private static @Nullable String namespaceOf(LaunchCommand command) {
        ChannelKey channel = command.cause().channel();
        return command.requestedBy().namespace() != null || channel == null
                ? command.requestedBy().namespace()
                : channel.namespace();
    }

    private static @Nullable NamedReference named(@Nullable String name) {
        return name == null ? null : new NamedReference(name);
    }

    /** The label by which the template's limits find the Launch. A name that is no label value is no template's name. */
    private static Map<String, String> labels(String template) {
        return LABEL_VALUE.matcher(template).matches() ? Map.of(WellKnownNames.TEMPLATE_LABEL, template) : Map.of();
    }

    /** The seconds within the bounds of the custom resource. */
    private static @Nullable Long ttl(@Nullable Long seconds) {
        return seconds == null ? null : Math.clamp(seconds, 1L, (long) LaunchSpec.MAX_TTL_SECONDS);
    }

    private static @Nullable ChannelReference reference(@Nullable ChannelKey channel) {
        return channel == null ? null : new ChannelReference(channel.name(), channel.namespace());
    }
}
