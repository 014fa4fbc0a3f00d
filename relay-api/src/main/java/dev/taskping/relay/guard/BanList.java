package dev.taskping.relay.guard;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The patterns that no request may match: the relay's and its workspace's. */
@ApplicationScoped
public class BanList {

    /** How long another replica may use the patterns before a change. */
    private static final Duration CACHED_FOR = Duration.ofSeconds(5);

    private record Cached(List<BanPattern> patterns, Instant until) {}

    private final BanStore store;
    private final Clock clock;
    private final List<BanPattern> everywhere;
    private final Map<String, Cached> cache = new ConcurrentHashMap<>();

    BanList(BanStore store, GuardConfiguration configuration, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.everywhere = configuration.banned().orElse(List.of()).stream()
                .map(BanList::configured)
                .toList();
    }

    private static BanPattern configured(String pattern) {
        try {
            return BanPattern.of(pattern);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("taskping.guard.banned: " + e.getMessage(), e);
        }
    }

    /** The first pattern that matches the text. */
    public Optional<String> match(Handle handle, String workspace, String text) {
        List<BanPattern> own = own(handle, workspace);
        if (everywhere.isEmpty() && own.isEmpty()) {
            return Optional.empty();
        }
        String folded = ConfusableSkeleton.fold(text);
        return Stream.concat(everywhere.stream(), own.stream())
                .flatMap(pattern -> pattern.in(text, folded).stream())
                .findFirst();
    }

    private List<BanPattern> own(Handle handle, String workspace) {
        Instant now = clock.instant();
        Cached cached = cache.get(workspace);
        if (cached == null || !now.isBefore(cached.until)) {
            List<BanPattern> patterns = store.list(handle, workspace).stream()
                    .map(ban -> BanPattern.of(ban.pattern()))
                    .toList();
            cached = new Cached(patterns, now.plus(CACHED_FOR));
            cache.put(workspace, cached);
        }
        return cached.patterns;
    }

    /** Forgets what was read: this replica's own change holds at once. */
    public void changed(String workspace) {
        cache.remove(workspace);
    }
}
