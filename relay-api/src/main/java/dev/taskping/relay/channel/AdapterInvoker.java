package dev.taskping.relay.channel;

import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.platform.database.OpenTransactions;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Calls the adapter for a channel's settings; of several adapters for the same settings, the bean with the highest priority.
 * Removes every secret of the settings from results, whatever the provider answered.
 */
@ApplicationScoped
public class AdapterInvoker {

    private static final Logger LOG = Logger.getLogger(AdapterInvoker.class);
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(10);

    private final Map<Class<?>, ChannelAdapter<?>> adapters = new HashMap<>();

    /** With these adapters, of which the first for its settings is called. */
    @Inject
    public AdapterInvoker(@All List<ChannelAdapter<?>> byPriority) {
        byPriority.forEach(adapter -> adapters.putIfAbsent(adapter.settingsType(), adapter));
    }

    /** Delivers through the adapter for these settings; see {@link ChannelAdapter#send}. */
    public DeliveryResult send(ProviderSettings settings, Notification notification) {
        assert OpenTransactions.none() : "a message sent in a database transaction";
        // The channel may have had other settings when the message was sent.
        if (notification.placement() instanceof Placement.EditOf edit && !edit.orAnew() && !settings.edits()) {
            return new DeliveryResult.Delivered(edit.reference());
        }
        return adapterFor(settings)
                .map(adapter -> deliver(adapter, settings, notification))
                .orElseGet(() -> new DeliveryResult.Rejected(unknown(settings)));
    }

    /** Checks the settings with their provider; takes at most ten seconds. See {@link ChannelAdapter#check}. */
    public ChannelCheck check(ProviderSettings settings) {
        assert OpenTransactions.none() : "a check in a database transaction";
        return adapterFor(settings)
                .map(adapter -> SecretScrubber.of(settings).without(ask(adapter, settings)))
                .orElseGet(() -> new ChannelCheck(false, "NoAdapter", unknown(settings)));
    }

    private static DeliveryResult deliver(
            ChannelAdapter<ProviderSettings> adapter, ProviderSettings settings, Notification notification) {
        SecretScrubber secrets = SecretScrubber.of(settings);
        try {
            return secrets.without(adapter.send(settings, notification));
        } catch (RuntimeException e) {
            String kind = settings.type().id();
            LOG.errorf(secrets.without(e), "The %s adapter failed on message %s", kind, notification.deliveryId());
            return new DeliveryResult.Failed(
                    "The relay's " + kind + " adapter failed: " + e.getClass().getSimpleName());
        }
    }

    private static ChannelCheck ask(ChannelAdapter<ProviderSettings> adapter, ProviderSettings settings) {
        CompletableFuture<ChannelCheck> answer = new CompletableFuture<>();
        Thread asking = Thread.ofVirtual().name("channel-check").start(() -> {
            try {
                answer.complete(adapter.check(settings));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(CHECK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            asking.interrupt();
            return new ChannelCheck(
                    false,
                    "Unreachable",
                    "The provider did not answer within " + CHECK_TIMEOUT.toSeconds()
                            + " seconds; the channel is checked again when it is registered again.");
        } catch (InterruptedException e) {
            asking.interrupt();
            Thread.currentThread().interrupt();
            return new ChannelCheck(false, "Unreachable", "The relay is stopping.");
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The adapter for " + settings.type().id() + " failed to check a channel",
                    SecretScrubber.of(settings)
                            .without(
                                    Optional.<Throwable>ofNullable(e.getCause()).orElse(e)));
        }
    }

    private static String unknown(ProviderSettings settings) {
        return "This relay has no adapter for " + settings.type().id() + " channels";
    }

    @SuppressWarnings("unchecked") // the map's key is the adapter's own settings type
    private Optional<ChannelAdapter<ProviderSettings>> adapterFor(ProviderSettings settings) {
        return Optional.ofNullable((ChannelAdapter<ProviderSettings>) adapters.get(settings.getClass()));
    }
}
