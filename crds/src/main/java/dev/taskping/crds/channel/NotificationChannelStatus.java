package dev.taskping.crds.channel;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskping.crds.CustomResourceJson;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the channel works.
 *
 * @param observedGeneration the generation of the spec that this status describes
 * @param conditions {@code Ready}: whether the provider accepted the credentials at the last check; {@code Delivering}: whether
 *     the latest messages arrived
 * @param pairing one entry for each person who has not paired yet
 * @param test the test message that the annotation taskping.dev/send-test requests
 * @param hookUrl the address to enter in the provider's console; the provider sends button presses and messages there
 */
@CustomResourceJson
public record NotificationChannelStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        List<PairingOffer> pairing,
        @Nullable TestMessage test,
        @Nullable String hookUrl) {

    /**
     * A one-time code that pairs a provider's account with a person.
     *
     * @param person the person who may use the code
     * @param code the code; the person sends {@code /start CODE} to the bot
     * @param link opens the bot with the code filled in
     * @param expires when the code expires, RFC 3339; TaskPing then issues a new one
     */
    @CustomResourceJson
    public record PairingOffer(String person, String code, @Nullable String link, @Nullable String expires) {}

    /**
     * A test message, one for each value of the annotation taskping.dev/send-test.
     *
     * @param value the annotation's value
     * @param state the state of its delivery
     * @param message the provider's id of the message, or the provider's error message
     */
    @CustomResourceJson
    public record TestMessage(String value, State state, String message) {

        /** The state of a test message. */
        public enum State {
            /** It waits for its first or its next attempt. */
            @JsonProperty("Pending")
            PENDING,
            /** The provider accepted it. */
            @JsonProperty("Delivered")
            DELIVERED,
            /** TaskPing gave up. */
            @JsonProperty("Undelivered")
            UNDELIVERED
        }
    }

    public NotificationChannelStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        pairing = pairing == null ? List.of() : List.copyOf(pairing);
    }
}
