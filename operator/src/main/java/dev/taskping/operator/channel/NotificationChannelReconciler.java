package dev.taskping.operator.channel;

import dev.taskping.crds.NamedReference;
import dev.taskping.crds.NotificationChannel;
import dev.taskping.crds.NotificationChannelStatus;
import dev.taskping.crds.NotificationChannelStatus.PairingOffer;
import dev.taskping.operator.condition.ReadyCondition;
import dev.taskping.operator.condition.StatusPatch;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.relay.RelayException;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelState;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Registers a channel with the relay and shows what the relay says of it. Registering again is how a changed Secret, a
 * new pairing code and the provider's present answer come about, so it is done every minute; Secrets are read by name,
 * never listed or watched.
 */
@ControllerConfiguration(name = "notification-channel")
@GradualRetry(maxAttempts = -1, initialInterval = 1_000, intervalMultiplier = 2, maxInterval = 30_000)
class NotificationChannelReconciler implements Reconciler<NotificationChannel> {

    private static final Duration SETTLED = Duration.ofMinutes(1);
    /** Somebody is waiting: for a code to be used, for a Secret to be made, for the relay to come back. */
    private static final Duration UNSETTLED = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final RelayClient relay;
    private final Leadership leadership;
    private final Clock clock;

    NotificationChannelReconciler(KubernetesClient client, RelayClient relay, Leadership leadership, Clock clock) {
        this.client = client;
        this.relay = relay;
        this.leadership = leadership;
        this.clock = clock;
    }

    private record Finding(ReadyCondition ready, List<PairingOffer> pairing) {}

    @Override
    public List<EventSource<?, NotificationChannel>> prepareEventSources(
            EventSourceContext<NotificationChannel> context) {
        return List.of(new RemovedChannels(
                leadership, relay, id -> context.getPrimaryCache().get(id).isPresent()));
    }

    @Override
    public UpdateControl<NotificationChannel> reconcile(
            NotificationChannel channel, Context<NotificationChannel> context) {
        Finding finding = examine(channel);
        List<Condition> before = Optional.ofNullable(channel.getStatus())
                .map(NotificationChannelStatus::conditions)
                .orElse(List.of());
        long generation = channel.getMetadata().getGeneration();
        NotificationChannelStatus now = new NotificationChannelStatus(
                generation, List.of(finding.ready().toCondition(generation, before, clock)), finding.pairing());
        Duration next = finding.ready().ready() && finding.pairing().isEmpty() ? SETTLED : UNSETTLED;
        return (now.equals(channel.getStatus())
                        ? UpdateControl.<NotificationChannel>noUpdate()
                        : UpdateControl.patchStatus(StatusPatch.of(new NotificationChannel(), channel, now)))
                .rescheduleAfter(next);
    }

    private Finding examine(NotificationChannel channel) {
        return switch (ChannelSecrets.join(channel, secret(channel))) {
            case ChannelSecrets.Incomplete incomplete ->
                new Finding(ReadyCondition.no(incomplete.reason(), incomplete.message()), List.of());
            case ChannelSecrets.Complete complete -> register(channel, complete);
        };
    }

    private Finding register(NotificationChannel channel, ChannelSecrets.Complete complete) {
        ChannelKey key = new ChannelKey(
                channel.getMetadata().getNamespace(), channel.getMetadata().getName());
        try {
            ChannelState state = relay.register(key, complete.registration());
            return new Finding(new ReadyCondition(state.ready(), state.reason(), state.message()), offers(state));
        } catch (RelayException e) {
            String reason =
                    switch (e.kind()) {
                        case UNAVAILABLE -> "RelayUnreachable";
                        case UNAUTHORIZED -> "RelayRefusesCluster";
                        case REFUSED -> "RelayRefusesChannel";
                    };
            return new Finding(ReadyCondition.no(reason, e.getMessage()), List.of());
        }
    }

    private static List<PairingOffer> offers(ChannelState state) {
        return state.people().stream()
                .filter(person -> !person.paired() && person.code() != null)
                .map(person -> new PairingOffer(
                        person.name(),
                        Optional.ofNullable(person.code()).orElse(""),
                        person.link(),
                        person.expires() == null ? null : person.expires().toString()))
                .toList();
    }

    private Optional<Secret> secret(NotificationChannel channel) {
        NamedReference reference = channel.getSpec().secretRef();
        return reference == null
                ? Optional.empty()
                : Optional.ofNullable(client.secrets()
                        .inNamespace(channel.getMetadata().getNamespace())
                        .withName(reference.name())
                        .get());
    }
}
