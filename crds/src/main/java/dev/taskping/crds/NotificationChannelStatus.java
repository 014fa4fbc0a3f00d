package dev.taskping.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the channel can be used.
 *
 * @param observedGeneration the generation of the spec this describes
 * @param conditions {@code Ready}: the provider's answer when our credentials were last tried; {@code Delivering}: what
 *     became of the latest messages
 * @param pairing one entry for each of the people who has not paired yet
 * @param test the test message that the annotation taskping.dev/send-test asks for
 */
@CustomResourceJson
public record NotificationChannelStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        List<PairingOffer> pairing,
        @Nullable TestMessage test) {

    /**
     * A one-time code that binds an account of the provider to a person.
     *
     * @param person who may use it
     * @param code to be sent to the bot as {@code /start CODE}
     * @param link opens the bot with the code filled in
     * @param expires when the code lapses, RFC 3339; a new one follows
     */
    @CustomResourceJson
    public record PairingOffer(String person, String code, @Nullable String link, @Nullable String expires) {}

    /**
     * A test message, one for each value of the annotation taskping.dev/send-test.
     *
     * @param value the annotation's value
     * @param state what has become of it
     * @param message the provider's name for the message, or the provider's words
     */
    @CustomResourceJson
    public record TestMessage(String value, State state, String message) {

        /** What has become of a test message. */
        public enum State {
            /** It waits, or is tried again. */
            @JsonProperty("Pending")
            PENDING,
            /** The provider took it. */
            @JsonProperty("Delivered")
            DELIVERED,
            /** It was given up. */
            @JsonProperty("Undelivered")
            UNDELIVERED
        }
    }

    public NotificationChannelStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        pairing = pairing == null ? List.of() : List.copyOf(pairing);
    }
}
