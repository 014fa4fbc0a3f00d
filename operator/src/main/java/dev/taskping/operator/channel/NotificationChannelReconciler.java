package dev.taskping.operator.channel;

import dev.taskping.crds.ChannelMessageSettings;
import dev.taskping.crds.NamedReference;
import dev.taskping.crds.NotificationChannel;
import dev.taskping.crds.NotificationChannelStatus;
import dev.taskping.crds.NotificationChannelStatus.PairingOffer;
import dev.taskping.crds.NotificationChannelStatus.TestMessage;
import dev.taskping.operator.channel.ChannelConditions.Latest;
import dev.taskping.operator.condition.ReadyCondition;
import dev.taskping.operator.condition.StatusPatch;
import dev.taskping.operator.event.ResourceEvents;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.relay.RelayException;
import dev.taskping.operator.template.TemplateCondition;
import dev.taskping.operator.template.TemplateFaults;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelState;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
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

/**
 * Registers a channel with the relay and shows what the relay says of it. A channel is registered again when it or its
 * Secret changed, when a pairing code is about to lapse, and once a minute anyway; in between the relay is only asked.
 * Secrets are read by name, never listed or watched: so another value is seen within a minute, of a channel that is not
 * ready within five seconds.
 */
@ControllerConfiguration(
        name = "notification-channel",
        generationAwareEventProcessing = false,
        informer = @Informer(onUpdateFilter = ChannelChanged.class))
@GradualRetry(maxAttempts = -1, initialInterval = 1_000, intervalMultiplier = 2, maxInterval = 30_000)
class NotificationChannelReconciler implements Reconciler<NotificationChannel> {

    private static final Duration SETTLED = Duration.ofMinutes(1);
    /** Somebody is waiting: for a code to be used, for a Secret to be made, for the relay to come back. */
    private static final Duration UNSETTLED = Duration.ofSeconds(5);

    /** Somebody looks at a telephone. */
    private static final Duration TESTING = Duration.ofSeconds(2);

    private static final Duration REGISTERED_AGAIN = Duration.ofSeconds(55);
    /** A provider that could not be reached may come back at any moment. */
    private static final Duration UNREACHABLE_AGAIN = Duration.ofSeconds(10);

    private static final String UNREACHABLE = "Unreachable";
    /** A code that is shown can be used for at least this long. */
    private static final Duration SHORTEST_OFFER = Duration.ofMinutes(3);

    private final KubernetesClient client;
    private final RelayClient relay;
    private final Leadership leadership;
    private final TemplateFaults templates;
    private final ChannelNews news;
    private final TestMessages tests;
    private final ResourceEvents events;
    private final Clock clock;
    private final Map<ChannelKey, Registered> registered = new ConcurrentHashMap<>();

    NotificationChannelReconciler(
            KubernetesClient client,
            RelayClient relay,
            Leadership leadership,
            TemplateFaults templates,
            ChannelNews news,
            TestMessages tests,
            ResourceEvents events,
            Clock clock) {
        this.client = client;
        this.relay = relay;
        this.leadership = leadership;
        this.templates = templates;
        this.news = news;
        this.tests = tests;
        this.events = events;
        this.clock = clock;
    }

    /** What was registered, and when. */
    private record Registered(String uid, long generation, String secretVersion, Instant at) {}

    /** What was found; of the latest messages only where the relay told of them. */
    private record Finding(ReadyCondition ready, Optional<Latest> latest, List<PairingOffer> pairing) {

        static Finding of(ChannelState state, List<PairingOffer> pairing) {
            ReadyCondition ready = new ReadyCondition(state.ready(), state.reason(), state.message());
            return new Finding(ready, Optional.of(new Latest(state.trouble())), pairing);
        }

        /** The relay does not know the channel as it is. */
        static Finding unknown(String reason, String message, List<PairingOffer> pairing) {
            return new Finding(ReadyCondition.no(reason, message), Optional.empty(), pairing);
        }

        boolean registered() {
            return latest.isPresent();
        }
    }

    @Override
    public List<EventSource<?, NotificationChannel>> prepareEventSources(
            EventSourceContext<NotificationChannel> context) {
        return List.of(news.events(), new RemovedChannels(leadership, relay, id -> context.getPrimaryCache()
                .get(id)
                .isPresent()));
    }

    @Override
    public UpdateControl<NotificationChannel> reconcile(
            NotificationChannel channel, Context<NotificationChannel> context) {
        Finding finding = examine(channel);
        List<Condition> before = Optional.ofNullable(channel.getStatus())
                .map(NotificationChannelStatus::conditions)
                .orElse(List.of());
        long generation = channel.getMetadata().getGeneration();
        List<Condition> conditions = Stream.concat(
                        ChannelConditions.of(finding.ready(), finding.latest(), generation, before, clock).stream(),
                        words(channel, generation, before).stream())
                .toList();
        Optional<TestMessage> test = tests.examine(channel, finding.registered());
        ChannelConditions.changes(channel, before, conditions).forEach(note -> events.write(channel, note));
        NotificationChannelStatus now =
                new NotificationChannelStatus(generation, conditions, finding.pairing(), test.orElse(null));
        return (now.equals(channel.getStatus())
                        ? UpdateControl.<NotificationChannel>noUpdate()
                        : UpdateControl.patchStatus(StatusPatch.of(new NotificationChannel(), channel, now)))
                .rescheduleAfter(next(finding, test));
    }

    private static Duration next(Finding finding, Optional<TestMessage> test) {
        boolean settled = finding.ready().ready() && finding.pairing().isEmpty();
        boolean waiting = test.filter(message -> message.state() == TestMessage.State.PENDING)
                .isPresent();
        return waiting ? TESTING : settled ? SETTLED : UNSETTLED;
    }

    /** Whether the channel's own words for messages can be used; that it is reached is another matter. */
    private Optional<Condition> words(NotificationChannel channel, long generation, List<Condition> before) {
        ChannelMessageSettings message = channel.getSpec().message();
        return TemplateCondition.of(
                        "NotificationChannel '" + channel.getMetadata().getName() + "'",
                        message == null ? null : message.template(),
                        templates.ofChannel(ResourceID.fromResource(channel)))
                .map(found -> ReadyCondition.condition(
                        TemplateCondition.TYPE,
                        found.ready(),
                        found.reason(),
                        found.message(),
                        generation,
                        before,
                        clock));
    }

    private Finding examine(NotificationChannel channel) {
        Optional<Secret> secret = secret(channel);
        return switch (ChannelSecrets.join(channel, secret)) {
            case ChannelSecrets.Incomplete incomplete ->
                Finding.unknown(incomplete.reason(), incomplete.message(), List.of());
            case ChannelSecrets.Complete complete -> {
                String version = secret.map(found -> found.getMetadata().getResourceVersion())
                        .orElse("");
                try {
                    yield ask(channel, version).orElseGet(() -> register(channel, version, complete));
                } catch (RelayException e) {
                    yield Finding.unknown(reason(e), String.valueOf(e.getMessage()), shown(channel));
                }
            }
        };
    }

    /** Asks without registering, where registering again could bring nothing new. */
    private Optional<Finding> ask(NotificationChannel channel, String secretVersion) {
        Registered last = registered.get(key(channel));
        Instant now = clock.instant();
        List<PairingOffer> shown = shown(channel);
        boolean changed = last == null
                || !last.uid().equals(channel.getMetadata().getUid())
                || last.generation() != channel.getMetadata().getGeneration()
                || !last.secretVersion().equals(secretVersion);
        boolean lapsing = shown.stream()
                .anyMatch(offer -> offer.expires() == null
                        || Instant.parse(offer.expires()).isBefore(now.plus(SHORTEST_OFFER)));
        boolean due = last != null && last.at().plus(registeredAgain(channel)).isBefore(now);
        if (changed || lapsing || due) {
            return Optional.empty();
        }
        return relay.state(key(channel)).map(state -> Finding.of(state, stillOpen(shown, state)));
    }

    /** To register is to have the provider asked; codes that are shown stay as they are. */
    private static Duration registeredAgain(NotificationChannel channel) {
        boolean unreachable = Optional.ofNullable(channel.getStatus())
                .flatMap(status -> ReadyCondition.find("Ready", status.conditions()))
                .filter(ready -> UNREACHABLE.equals(ready.getReason()))
                .isPresent();
        return unreachable ? UNREACHABLE_AGAIN : REGISTERED_AGAIN;
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
        return Finding.of(state, offers(state));
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

    private static List<PairingOffer> shown(NotificationChannel channel) {
        NotificationChannelStatus status = channel.getStatus();
        return status == null ? List.of() : status.pairing();
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
