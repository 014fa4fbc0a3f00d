package dev.taskping.crds;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the channel can be used.
 *
 * @param observedGeneration the generation of the spec this describes
 * @param conditions {@code Ready}: the provider's answer when our credentials were last tried
 * @param pairing one entry for each of the people who has not paired yet
 */
@ApiPart
public record NotificationChannelStatus(
        @Nullable Long observedGeneration, List<Condition> conditions, List<PairingOffer> pairing) {

    /**
     * A one-time code that binds an account of the provider to a person.
     *
     * @param person who may use it
     * @param code to be sent to the bot as {@code /start CODE}
     * @param link opens the bot with the code filled in
     * @param expires when the code lapses, RFC 3339; a new one follows
     */
    @ApiPart
    public record PairingOffer(String person, String code, @Nullable String link, @Nullable String expires) {}

    public NotificationChannelStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        pairing = pairing == null ? List.of() : List.copyOf(pairing);
    }
}
