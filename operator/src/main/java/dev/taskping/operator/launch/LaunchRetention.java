package dev.taskping.operator.launch;

import dev.taskping.crds.GoDuration;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchStatus;
import dev.taskping.crds.launch.LaunchTemplateSpec;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long a Launch is kept after its end. Pure. */
final class LaunchRetention {

    /** Limits look back a day, and the relay may send a command again within its time to live. */
    static final Duration LEAST = Duration.ofHours(24);

    private LaunchRetention() {}

    /**
     * Whether a Launch may be deleted: it has ended, and its retention is over.
     *
     * @param template its template, if that still exists
     * @param otherwise how long to keep it if the template does not say
     */
    static boolean isOver(Launch launch, @Nullable LaunchTemplateSpec template, Duration otherwise, Instant now) {
        LaunchStatus status = launch.getStatus();
        if (status == null || status.phase() == null || !status.phase().isFinal()) {
            return false;
        }
        String own = template == null ? null : template.retain();
        Duration kept = own == null ? otherwise : GoDuration.parse(own);
        Duration atLeast = kept.compareTo(LEAST) < 0 ? LEAST : kept;
        String ended = status.endedAt() == null ? launch.getMetadata().getCreationTimestamp() : status.endedAt();
        return now.isAfter(Instant.parse(ended).plus(atLeast));
    }
}
