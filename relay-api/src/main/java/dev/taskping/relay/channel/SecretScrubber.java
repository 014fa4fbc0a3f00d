package dev.taskping.relay.channel;

import dev.taskping.relay.channel.http.ErrorText;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.ProviderSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Removes the secrets of a channel's settings from results and exceptions, whatever a provider repeats in its answers. */
final class SecretScrubber {

    /** Shorter values occur in harmless texts, too. */
    private static final int SHORTEST = 4;

    private final String[] secrets;

    private SecretScrubber(List<String> secrets) {
        this.secrets =
                secrets.stream().filter(secret -> secret.length() >= SHORTEST).toArray(String[]::new);
    }

    static SecretScrubber of(ProviderSettings settings) {
        return new SecretScrubber(settings.secretValues());
    }

    DeliveryResult without(DeliveryResult result) {
        return switch (result) {
            case DeliveryResult.Delivered delivered ->
                delivered.remark() == null
                        ? delivered
                        : new DeliveryResult.Delivered(delivered.reference(), scrub(delivered.remark()));
            case DeliveryResult.RetryAfter retry -> new DeliveryResult.RetryAfter(retry.delay(), scrub(retry.reason()));
            case DeliveryResult.Rejected rejected -> new DeliveryResult.Rejected(scrub(rejected.reason()));
            case DeliveryResult.Failed failed -> new DeliveryResult.Failed(scrub(failed.cause()));
        };
    }

    ChannelCheck without(ChannelCheck check) {
        return new ChannelCheck(check.ready(), check.reason(), scrub(check.message()));
    }

    /** For a log: the exception's type and stack, without its causes, and without its message if that contains a secret. */
    RuntimeException without(Throwable thrown) {
        RuntimeException clean = new IllegalStateException(scrub(thrown.toString()));
        clean.setStackTrace(thrown.getStackTrace());
        return clean;
    }

    private String scrub(@Nullable String text) {
        return ErrorText.scrub(String.valueOf(text), secrets);
    }
}
