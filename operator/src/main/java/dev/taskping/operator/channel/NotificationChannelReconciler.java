package dev.taskping.operator.channel;

import dev.taskping.crds.NamedReference;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.channel.ChannelMessageSettings;
import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.channel.NotificationChannelStatus;
import dev.taskping.crds.channel.NotificationChannelStatus.PairingOffer;
import dev.taskping.crds.channel.NotificationChannelStatus.TestMessage;
import dev.taskping.operator.cache.TrimmedResourceStores;
import dev.taskping.operator.channel.ChannelConditions.LatestMessages;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.messagetemplate.MessageTemplateCondition;
import dev.taskping.operator.messagetemplate.TemplateFaultCache;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.relay.RelayException;
import dev.taskping.operator.status.ConditionFinding;
import dev.taskping.operator.status.EventRecorder;
import dev.taskping.operator.status.StatusPatch;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelState;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.quarkiverse.operatorsdk.runtime.api.ConfigurableReconciler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Registers a channel with the relay and shows the relay's view of it in the status. The reconciler registers a channel again
 * when the channel or its Secret changed, when a pairing code is about to expire, and once a minute; in between it only reads
 * the relay's view. It reads Secrets by name and never lists or watches them, so it sees a changed Secret within a minute, or
 * within five seconds if the channel is not ready.
 */
@ControllerConfiguration(
        name = "notification-channel",
        generationAwareEventProcessing = false,
        informer = @Informer(onUpdateFilter = ChannelUpdateFilter.class))
@GradualRetry(maxAttempts = -1, initialInterval = 1_000, intervalMultiplier = 2, maxInterval = 30_000)
class NotificationChannelReconciler implements ConfigurableReconciler<NotificationChannel> {

    /** How soon to reconcile again a channel that is ready. */
    private static final Duration READY_INTERVAL = Duration.ofMinutes(1);

    /** A person waits: for a code to be used, for a Secret to be created, for the relay to come back. */
    private static final Duration NOT_READY_INTERVAL = Duration.ofSeconds(5);

    /** A person waits for a test message. */
    private static final Duration TEST_INTERVAL = Duration.ofSeconds(2);

    private static final Duration REGISTRATION_INTERVAL = Duration.ofSeconds(55);

    /** A provider that could not be reached may come back at any moment. */
    private static final Duration UNREACHABLE_REGISTRATION_INTERVAL = Duration.ofSeconds(10);

    private static final String UNREACHABLE = "Unreachable";

    /** A pairing code in the status is valid for at least this long. */
    private static final Duration SHORTEST_CODE_VALIDITY = Duration.ofMinutes(3);

    private final KubernetesClient client;
    private final RelayClient relay;
    private final Leadership leadership;
    private final TemplateFaultCache templates;
    private final ChannelStatusPoller poller;
    private final TestMessageSender tests;
    private final EventRecorder events;
    private final TrimmedResourceStores stores;
    private final Clock clock;
    private final boolean showPairingCodes;
    private final Map<ChannelKey, Registered> registered = new ConcurrentHashMap<>();

    NotificationChannelReconciler(
            KubernetesClient client,
            RelayClient relay,
            Leadership leadership,
            TemplateFaultCache templates,
            ChannelStatusPoller poller,
            TestMessageSender tests,
            EventRecorder events,
            TrimmedResourceStores stores,
            Clock clock,
            OperatorConfiguration configuration) {
        this.client = client;
        this.relay = relay;
        this.leadership = leadership;
        this.templates = templates;
        this.poller = poller;
        this.tests = tests;
        this.events = events;
        this.stores = stores;
        this.clock = clock;
        this.showPairingCodes = configuration.channels().showPairingCodes();
    }

    /** What the relay was told of a channel, and when. */
    private record Registered(String uid, long generation, String secretVersion, Instant at) {}

    /** The relay's view of a channel; {@code latest} is present only if the relay knows the channel as it is now. */
    private record Finding(
            ConditionFinding ready,
            Optional<LatestMessages> latest,
            List<PairingOffer> pairing,
            @Nullable String hookUrl) {

        static Finding of(ChannelState state, List<PairingOffer> pairing) {
            ConditionFinding ready = new ConditionFinding(state.ready(), state.reason(), state.message());
            String hookUrl = state.hookUrl() == null ? null : state.hookUrl().toString();
            return new Finding(ready, Optional.of(new LatestMessages(state.trouble())), pairing, hookUrl);
        }

        /** The relay does not know the channel as it is now. */
        static Finding unregistered(
                String reason, String message, List<PairingOffer> pairing, @Nullable String hookUrl) {
            return new Finding(ConditionFinding.no(reason, message), Optional.empty(), pairing, hookUrl);
        }

        boolean registered() {
            return latest.isPresent();
        }
    }

    @Override
    public void updateConfigurationFrom(ControllerConfigurationOverrider<NotificationChannel> configuration) {
        stores.channels().ifPresent(configuration::withItemStore);
    }

    @Override
    public List<EventSource<?, NotificationChannel>> prepareEventSources(
            EventSourceContext<NotificationChannel> context) {
        return List.of(poller.events(), new ChannelDeregistration(leadership, relay, id -> context.getPrimaryCache()
                .get(id)
                .isPresent()));
    }

    @Override
    public UpdateControl<NotificationChannel> reconcile(
            NotificationChannel channel, Context<NotificationChannel> context) {
        Finding finding = registerOrRead(channel);
        List<Condition> before = Optional.ofNullable(channel.getStatus())
                .map(NotificationChannelStatus::conditions)
                .orElse(List.of());
        long generation = channel.getMetadata().getGeneration();
        List<Condition> conditions = Stream.concat(
                        ChannelConditions.of(finding.ready(), finding.latest(), generation, before, clock).stream(),
                        templateCondition(channel, generation, before).stream())
                .toList();
        Optional<TestMessage> test = tests.sendIfRequested(channel, finding.registered());
        ChannelConditions.changes(channel, before, conditions).forEach(event -> events.record(channel, event));
        NotificationChannelStatus now = new NotificationChannelStatus(
                generation, conditions, finding.pairing(), test.orElse(null), finding.hookUrl());
        return (now.equals(channel.getStatus())
                        ? UpdateControl.<NotificationChannel>noUpdate()
                        : UpdateControl.patchStatus(StatusPatch.of(new NotificationChannel(), channel, now)))
                .rescheduleAfter(next(finding, test));
    }

    private static Duration next(Finding finding, Optional<TestMessage> test) {
        boolean ready = finding.ready().holds() && finding.pairing().isEmpty();
        boolean waiting = test.filter(message -> message.state() == TestMessage.State.PENDING)
                .isPresent();
        return waiting ? TEST_INTERVAL : ready ? READY_INTERVAL : NOT_READY_INTERVAL;
    }

    /** Whether the channel's message template can be used; that says nothing about {@code Ready}. */
    private Optional<Condition> templateCondition(
            NotificationChannel channel, long generation, List<Condition> before) {
        ChannelMessageSettings message = channel.getSpec().message();
        return MessageTemplateCondition.of(
                        "NotificationChannel '" + channel.getMetadata().getName() + "'",
                        message == null ? null : message.template(),
                        templates.ofChannel(ResourceID.fromResource(channel)))
                .map(found -> found.toCondition(MessageTemplateCondition.TYPE, generation, before, clock));
    }

    private Finding registerOrRead(NotificationChannel channel) {
        Optional<Secret> secret = secret(channel);
        return switch (ChannelSecrets.join(channel, secret)) {
            case ChannelSecrets.Incomplete incomplete ->
                Finding.unregistered(incomplete.reason(), incomplete.message(), List.of(), shownHookUrl(channel));
            case ChannelSecrets.Complete complete -> {
                String version = secret.map(found -> found.getMetadata().getResourceVersion())
                        .orElse("");
                try {
                    yield read(channel, version).orElseGet(() -> register(channel, version, complete));
                } catch (RelayException e) {
                    yield Finding.unregistered(
                            reason(e), String.valueOf(e.getMessage()), pairing(channel), shownHookUrl(channel));
                }
            }
        };
    }

    /** Reads the relay's view without registering; empty if the channel has to be registered. */
    private Optional<Finding> read(NotificationChannel channel, String secretVersion) {
        Registered last = registered.get(key(channel));
        Instant now = clock.instant();
        List<PairingOffer> shown = pairing(channel);
        boolean changed = last == null
                || !last.uid().equals(channel.getMetadata().getUid())
                || last.generation() != channel.getMetadata().getGeneration()
                || !last.secretVersion().equals(secretVersion);
        boolean expiring = shown.stream()
                .anyMatch(offer -> offer.expires() == null
                        || Instant.parse(offer.expires()).isBefore(now.plus(SHORTEST_CODE_VALIDITY)));
        boolean due =
                last != null && last.at().plus(registrationInterval(channel)).isBefore(now);
        if (changed || expiring || due) {
            return Optional.empty();
        }
        return relay.state(key(channel))
                .map(state -> Finding.of(state, showPairingCodes ? stillOpen(shown, state) : List.of()));
    }

    /** A registration has the relay check the provider; it keeps the pairing codes. */
    private static Duration registrationInterval(NotificationChannel channel) {
        boolean unreachable = Optional.ofNullable(channel.getStatus())
                .flatMap(status -> ConditionFinding.find(WellKnownNames.READY, status.conditions()))
                .filter(ready -> UNREACHABLE.equals(ready.getReason()))
                .isPresent();
        return unreachable ? UNREACHABLE_REGISTRATION_INTERVAL : REGISTRATION_INTERVAL;
    }

    private Finding register(NotificationChannel channel, String secretVersion, ChannelSecrets.Complete complete) {
        ChannelState state = relay.register(key(channel), complete.registration());
        registered.put(
                key(channel),
                new Registered(
                        channel.getMetadata().getUid(),
                        channel.getMetadata().getGeneration(),
                        secretVersion,
                        clock.instant()));
        return Finding.of(state, showPairingCodes ? offers(state) : List.of());
    }

    private static String reason(RelayException e) {
        return switch (e.kind()) {
            case UNAVAILABLE -> "RelayUnreachable";
            case UNAUTHORIZED -> "RelayRefusesCluster";
            case REFUSED -> "RelayRefusesChannel";
        };
    }

    private static ChannelKey key(NotificationChannel channel) {
        return new ChannelKey(
                channel.getMetadata().getNamespace(), channel.getMetadata().getName());
    }

    private static List<PairingOffer> pairing(NotificationChannel channel) {
        NotificationChannelStatus status = channel.getStatus();
        return status == null ? List.of() : status.pairing();
    }

    /** The address stays the same while the relay cannot be asked. */
    private static @Nullable String shownHookUrl(NotificationChannel channel) {
        NotificationChannelStatus status = channel.getStatus();
        return status == null ? null : status.hookUrl();
    }

    private static List<PairingOffer> stillOpen(List<PairingOffer> shown, ChannelState state) {
        Set<String> waiting = state.people().stream()
                .filter(person -> !person.paired())
                .map(ChannelState.Pairing::name)
                .collect(Collectors.toSet());
        return shown.stream().filter(offer -> waiting.contains(offer.person())).toList();
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
