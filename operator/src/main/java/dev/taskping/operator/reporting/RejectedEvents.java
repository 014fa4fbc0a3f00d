package dev.taskping.operator.reporting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Jobs whose event the relay rejects even without details, so that nobody is notified. */
@ApplicationScoped
public class RejectedEvents {

    private static final int MOST = 10_000;

    /** Each is tried again, and added again, every minute. */
    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(5);

    /**
     * A rejected event.
     *
     * @param job the name of its Job
     * @param tasks the NotifiedTasks that it is sent for
     * @param reason the relay's words
     */
    public record RejectedEvent(String job, Set<ResourceID> tasks, String reason) {}

    private final Cache<String, RejectedEvent> byUid = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(TIME_TO_LIVE)
            .build();

    void add(String uid, RejectedEvent event) {
        byUid.put(uid, event);
    }

    void remove(String uid) {
        byUid.invalidate(uid);
    }

    /** Those that are sent for that NotifiedTask, by the name of the Job. */
    public List<RejectedEvent> ofTask(ResourceID task) {
        return byUid.asMap().values().stream()
                .filter(event -> event.tasks().contains(task))
                .sorted(Comparator.comparing(RejectedEvent::job))
                .toList();
    }

    /** All NotifiedTasks that such events are sent for. */
    public Set<ResourceID> tasks() {
        return byUid.asMap().values().stream()
                .flatMap(event -> event.tasks().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
