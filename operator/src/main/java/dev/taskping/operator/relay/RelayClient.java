package dev.taskping.operator.relay;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelOverview;
import dev.taskping.protocol.channel.ChannelRegistration;
import dev.taskping.protocol.channel.ChannelState;
import dev.taskping.protocol.channel.ChannelTestResult;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.relay.EventIds;
import dev.taskping.protocol.relay.EventReceipt;
import dev.taskping.protocol.relay.RunningTasks;
import dev.taskping.protocol.relay.UndeliveredMessages;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The client of the relay's REST API, as far as a cluster uses it. Every failure is a {@link RelayException}. */
@ApplicationScoped
public class RelayClient {

    private final RelayHttpClient http;

    RelayClient(RelayHttpClient http) {
        this.http = http;
    }

    /**
     * Sends a batch of events.
     *
     * @param batch a JSON array
     * @return a verdict for each event
     */
    List<EventReceipt> send(byte[] batch) {
        return http.call("POST", "v1/events", TaskEvent.BATCH_MEDIA_TYPE, batch, new TypeReference<>() {});
    }

    /** Which of these events the relay has not recorded. Sends one request for each {@value EventIds#MAX} ids. */
    public Set<String> missing(List<String> ids) {
        Set<String> missing = new LinkedHashSet<>();
        for (int from = 0; from < ids.size(); from += EventIds.MAX) {
            List<String> chunk = ids.subList(from, Math.min(ids.size(), from + EventIds.MAX));
            EventIds answer = http.call(
                    "POST",
                    "v1/events/missing",
                    "application/json",
                    new EventIds(chunk),
                    new TypeReference<EventIds>() {});
            missing.addAll(answer.ids());
        }
        return missing;
    }

    /** Every task of this cluster that the relay believes to run. */
    public List<RunningTasks.RunningTask> runningTasks() {
        List<RunningTasks.RunningTask> tasks = new ArrayList<>();
        String after = null;
        do {
            RunningTasks page = runningTasks(after);
            tasks.addAll(page.tasks());
            after = page.next();
        } while (after != null);
        return tasks;
    }

    private RunningTasks runningTasks(@Nullable String after) {
        String path = "v1/tasks/running"
                + (after == null ? "" : "?after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
        return http.call("GET", path, "application/json", null, new TypeReference<>() {});
    }

    /** The messages about this cluster's tasks that reached nobody, and the templates that failed, in the last day. */
    public UndeliveredMessages undelivered() {
        return http.call("GET", "v1/deliveries/undelivered", "application/json", null, new TypeReference<>() {});
    }

    /** Registers a channel, or updates its registration. */
    public ChannelState register(ChannelKey channel, ChannelRegistration registration) {
        return http.call("PUT", path(channel), "application/json", registration, new TypeReference<>() {});
    }

    /** The state of a registered channel; empty if the relay does not know the channel. */
    public Optional<ChannelState> state(ChannelKey channel) {
        try {
            return Optional.of(http.call("GET", path(channel), "application/json", null, new TypeReference<>() {}));
        } catch (RelayException e) {
            if (e.kind() == RelayException.Kind.REFUSED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The state of all channels of this cluster. */
    public ChannelOverview channels() {
        return http.call("GET", "v1/channels", "application/json", null, new TypeReference<>() {});
    }

    /**
     * Sends a test message, or returns the state of one that was sent.
     *
     * @param id identifies the message; it is sent once for each id
     */
    public ChannelTestResult test(ChannelKey channel, String id) {
        return http.call(
                "POST",
                path(channel) + "/test",
                Map.of(ChannelTestResult.IDEMPOTENCY_KEY, id),
                new TypeReference<>() {});
    }

    /** Removes a channel; does nothing if the relay does not know it. */
    public void forget(ChannelKey channel) {
        http.call("DELETE", path(channel), null);
    }

    /** Names and namespaces are DNS labels and subdomains, which need no escaping. */
    private static String path(ChannelKey channel) {
        return "v1/channels/" + channel.namespace() + "/" + channel.name();
    }
}
