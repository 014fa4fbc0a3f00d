package dev.taskping.relay.channel.conformance;

import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.http.FaultPlan;
import java.util.List;
import java.util.Optional;

/** An adapter beside its provider, and the person who looks at what arrives. */
public interface Venue extends AutoCloseable {

    /** The adapter under test. */
    ChannelAdapter<?> adapter();

    /**
     * A way to reach the provider.
     *
     * @param settings what the adapter is told
     * @param secrets every text in them that nobody may read
     */
    record Access(ProviderSettings settings, List<String> secrets) {

        /** With one secret. */
        public static Access of(ProviderSettings settings, String secret) {
            return new Access(settings, List.of(secret));
        }
    }

    /** With it everything works. */
    Access good();

    /** The provider no longer takes its secret. */
    Access revoked();

    /** What the provider can do. */
    Capabilities capabilities();

    /** How much the provider takes, as the adapter heeds it. */
    default List<Limit> limits() {
        return List.of();
    }

    /** Makes the provider misbehave. */
    FaultPlan faults();

    /** The name, in the fault plan, of the operation that writes a message. */
    default String writing() {
        return FaultPlan.ANY;
    }

    /** How the provider refuses a message for its markup; empty where there is none. */
    default Optional<Fault> markupRefusal() {
        return Optional.empty();
    }

    /** What the person sees, oldest message first. */
    List<Shown> shown();

    /** How the provider displays a plain text; most leave it as it is. */
    default String displayed(String text) {
        return text;
    }

    /** Stops the provider: from now on nobody is there. */
    @Override
    void close();
}
