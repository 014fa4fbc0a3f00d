package dev.taskping.relay.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/** Counts refusals by their reason, and lock-outs. Described in {@code docs/reference/metrics.md}. */
@Startup
@ApplicationScoped
public class GuardMetrics {

    /** Kinds of refusals. */
    public enum Refusal {
        /** From a stranger. */
        STRANGER,
        /** The role does not allow it. */
        ROLE,
        /** A pattern that is banned. */
        BANNED,
        /** Too many requests. */
        RATE,
        /** An account that is locked out. */
        LOCKED,
        /** A pairing code that is unknown, used, expired or somebody else's. */
        CODE,
        /** A signature or a token that is missing, forged, late or used. */
        CREDENTIAL,
        /** A body that is too large. */
        SIZE,
        /** Anything else. */
        OTHER;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final MeterRegistry registry;

    GuardMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Refusal refusal : Refusal.values()) {
            registry.counter("taskping.refusals", "reason", refusal.id());
        }
        registry.counter("taskping.lockouts");
    }

    /** Counts a refusal. */
    public void refused(Refusal refusal) {
        registry.counter("taskping.refusals", "reason", refusal.id()).increment();
    }

    /** Counts an account that was locked out. */
    public void lockedOut() {
        registry.counter("taskping.lockouts").increment();
    }
}
