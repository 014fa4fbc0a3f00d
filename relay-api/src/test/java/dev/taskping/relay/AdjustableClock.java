package dev.taskping.relay;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The relay's clock in tests: right, unless a test moves it. Who moves it puts it right again. */
@Singleton
@Alternative
@Priority(1)
public class AdjustableClock extends Clock {

    private volatile Duration ahead = Duration.ZERO;

    /** How far it is ahead of the right time from now on. */
    public void set(Duration duration) {
        ahead = duration;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(Clock.system(zone), ahead);
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(ahead);
    }
}
