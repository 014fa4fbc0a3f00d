package dev.taskping.relay.channel.webhook;

import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.MachineReplies;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.channel.spi.SettingsRules;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A URL that takes CloudEvents, signed as Standard Webhooks says.
 *
 * @param url http or https
 * @param signingSecret {@code whsec_} followed by 24 to 64 bytes in Base64
 * @param replies what the receiver may launch; {@link MachineReplies#NEXT} if absent
 */
public record WebhookSettings(URI url, String signingSecret, @Nullable MachineReplies replies)
        implements ProviderSettings {

    @Override
    public MachineReplies machineReplies() {
        return replies == null ? MachineReplies.NEXT : replies;
    }

    @Override
    public ChannelType type() {
        return WebhookDescriptor.TYPE;
    }

    @Override
    public Optional<String> fault() {
        return SettingsRules.first(SettingsRules.signingSecret(signingSecret), SettingsRules.url("settings.url", url));
    }

    @Override
    public List<String> secretValues() {
        return SettingsRules.present(signingSecret);
    }

    @Override
    public String toString() {
        return "Webhook[url=" + url + "]";
    }
}
