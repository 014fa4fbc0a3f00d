package dev.taskping.operator.channel;

import dev.taskping.crds.GoDuration;
import dev.taskping.crds.NamedReference;
import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.channel.NotificationChannelSpec;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelRegistration;
import dev.taskping.protocol.channel.ChannelRegistration.Member;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.protocol.channel.Fallback;
import dev.taskping.protocol.channel.Rate;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Joins a channel's spec and its Secret to what the relay needs to know. Pure; secrets leave it in the result only. */
sealed interface ChannelSecrets {

    /**
     * Complete.
     *
     * @param registration what the relay is told
     */
    record Complete(ChannelRegistration registration) implements ChannelSecrets {}

    /**
     * Something is missing.
     *
     * @param reason one CamelCase word
     * @param message what is missing where, and the cure
     */
    record Incomplete(String reason, String message) implements ChannelSecrets {}

    /**
     * Joins.
     *
     * @param secret the Secret that the spec names, if it exists
     */
    static ChannelSecrets join(NotificationChannel channel, Optional<Secret> secret) {
        NotificationChannelSpec spec = channel.getSpec();
        NamedReference reference = spec.secretRef();
        String namespace = channel.getMetadata().getNamespace();
        if (reference != null
                && secret.filter(found -> SecretPermission.allows(found, spec)).isEmpty()) {
            // Not which of the two: whoever may create channels need not know what Secrets there are.
            return new Incomplete(
                    "SecretNotUsable",
                    "There is no Secret '" + reference.name() + "' in namespace '" + namespace
                            + "' that lets this channel use it. Create it with the key "
                            + spec.type().secretKeys().wanted() + ", and allow it: "
                            + SecretPermission.cure(reference.name(), namespace, spec));
        }
        Map<String, String> data = secret.map(Secret::getData).orElse(Map.of());
        try {
            ChannelSettings settings = SettingsReader.read(spec, new SecretData(data));
            return new Complete(new ChannelRegistration(
                    settings,
                    spec.people().stream()
                            .map(person -> new Member(person.name(), person.role()))
                            .toList(),
                    rate(spec.rate()),
                    fallback(spec.fallback(), namespace),
                    spec.message() == null ? null : spec.message().template()));
        } catch (SecretData.MissingKeyException missing) {
            return new Incomplete(
                    "SecretKeyNotFound",
                    "Secret '" + (reference == null ? "" : reference.name()) + "' in namespace '" + namespace
                            + "' has no usable key '" + missing.key() + "'; add it");
        }
    }

    private static @Nullable Rate rate(NotificationChannelSpec.@Nullable Rate rate) {
        return rate == null ? null : new Rate(rate.messages(), GoDuration.parse(rate.per()));
    }

    private static @Nullable Fallback fallback(NotificationChannelSpec.@Nullable Fallback fallback, String namespace) {
        return fallback == null
                ? null
                : new Fallback(
                        new ChannelKey(namespace, fallback.name()),
                        fallback.after() == null ? null : GoDuration.parse(fallback.after()));
    }
}
