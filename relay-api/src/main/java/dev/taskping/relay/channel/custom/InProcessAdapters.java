package dev.taskping.relay.channel.custom;

import dev.taskping.protocol.adapter.AdapterCheck;
import dev.taskping.protocol.adapter.AdapterConfiguration;
import dev.taskping.protocol.adapter.AdapterRequest;
import dev.taskping.protocol.adapter.AdapterResult;
import dev.taskping.protocol.adapter.CommunityAdapter;
import dev.taskping.relay.channel.http.Timeouts;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Adapters that are classes in this process. Each call runs on a thread of its own, is interrupted when its time is over, and
 * counts against a bound of its adapter until it has really returned: a class that hangs for good hangs alone. The threads
 * are the platform's, because a virtual thread that computes for ever never gives its carrier back.
 */
@ApplicationScoped
public class InProcessAdapters {

    private static final Logger LOG = Logger.getLogger(InProcessAdapters.class);

    /** Calls of one adapter at once, those included that were given up and have not returned. */
    private static final int CALLS = 16;

    private record Known(CommunityAdapter adapter, Semaphore calls) {}

    private final Map<String, Known> known = new TreeMap<>();
    private final Duration patience;

    /** Those that can be found. */
    @Inject
    public InProcessAdapters(AdapterJars jars) {
        this(jars.adapters(), Timeouts.USUAL);
    }

    /** The given ones. */
    public InProcessAdapters(List<CommunityAdapter> adapters, Timeouts timeouts) {
        this.patience = timeouts.call();
        for (CommunityAdapter adapter : adapters) {
            Known other = known.putIfAbsent(adapter.id(), new Known(adapter, new Semaphore(CALLS)));
            if (other != null) {
                LOG.warnf(
                        "%s and %s are both named '%s'; the relay uses the first",
                        other.adapter().getClass().getName(), adapter.getClass().getName(), adapter.id());
            }
        }
    }

    DeliveryResult send(CustomSettings settings, AdapterRequest request) {
        return switch (this.<AdapterResult>call(settings.adapter(), adapter -> adapter.send(request))) {
            case Outcome.Answered<AdapterResult> answered ->
                AdapterResponseParser.toResult(answered.answer(), request.deliveryId());
            case Outcome.Unknown<AdapterResult> unknown -> new DeliveryResult.Rejected(unknown.why());
            case Outcome.Broken<AdapterResult> broken -> new DeliveryResult.Failed(broken.why());
        };
    }

    ChannelCheck check(CustomSettings settings, AdapterConfiguration configuration) {
        return switch (this.<AdapterCheck>call(settings.adapter(), adapter -> adapter.check(configuration))) {
            case Outcome.Answered<AdapterCheck> answered -> AdapterResponseParser.toCheck(answered.answer());
            case Outcome.Unknown<AdapterCheck> unknown -> new ChannelCheck(false, "NoAdapter", unknown.why());
            case Outcome.Broken<AdapterCheck> broken -> new ChannelCheck(false, "Unreachable", broken.why());
        };
    }

    /** How a call went. */
    private sealed interface Outcome<T> {

        record Answered<T>(T answer) implements Outcome<T> {}

        record Unknown<T>(String why) implements Outcome<T> {}

        record Broken<T>(String why) implements Outcome<T> {}
    }

    /** What is asked of an adapter. */
    private interface Question<T> {

        @Nullable
        T ask(CommunityAdapter adapter) throws Exception;
    }

    private <T> Outcome<T> call(@Nullable String id, Question<T> question) {
        Known chosen = id == null ? null : known.get(id);
        if (chosen == null) {
            return new Outcome.Unknown<>("No adapter of this relay calls itself '" + id + "'; there are "
                    + known.keySet() + ". Put its jar into taskping.adapters.directory and restart the relay.");
        }
        if (!chosen.calls().tryAcquire()) {
            return new Outcome.Broken<>(CALLS + " earlier calls of the adapter '" + id + "' have not returned yet.");
        }
        FutureTask<Optional<T>> task = new FutureTask<>(() -> {
            try {
                return Optional.ofNullable(question.ask(chosen.adapter()));
            } finally {
                chosen.calls().release();
            }
        });
        Thread.ofPlatform().daemon().name("adapter-" + id).start(task);
        return await(task, String.valueOf(id));
    }

    private <T> Outcome<T> await(FutureTask<Optional<T>> task, String id) {
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .<Outcome<T>>map(Outcome.Answered::new)
                    .orElseGet(() -> new Outcome.Broken<>("The adapter '" + id + "' answered null."));
        } catch (TimeoutException e) {
            task.cancel(true);
            return new Outcome.Broken<>("The adapter '" + id + "' did not answer within " + patience.toSeconds()
                    + " seconds and was interrupted.");
        } catch (ExecutionException e) {
            // Errors included: a class that is missing or a stack that overflows is the adapter's trouble.
            return new Outcome.Broken<>("The adapter '" + id + "' failed: " + e.getCause());
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            return new Outcome.Broken<>("The relay is stopping.");
        }
    }
}
