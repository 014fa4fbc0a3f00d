package dev.taskping.relay.channel.custom;

import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.channel.spi.SettingsRules;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider that an adapter of somebody else's knows: a program behind {@code url} in any language, or a class in the
 * relay's own process that calls itself {@code adapter}.
 *
 * @param url where the program takes notifications; absent for a class
 * @param signingSecret signs what the program gets: {@code whsec_} followed by 24 to 64 bytes in Base64
 * @param adapter the class's name for itself; absent for a program
 * @param settings what the adapter wants to know
 * @param secrets what it wants to know and nobody else may
 */
public record CustomSettings(
        @Nullable URI url,
        @Nullable String signingSecret,
        @Nullable String adapter,
        Map<String, String> settings,
        Map<String, String> secrets)
        implements ProviderSettings {

    private static final Pattern ADAPTER = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public CustomSettings {
        settings = settings == null ? Map.of() : Map.copyOf(settings);
        secrets = secrets == null ? Map.of() : Map.copyOf(secrets);
    }

    @Override
    public ChannelType type() {
        return CustomDescriptor.TYPE;
    }

    @Override
    public Optional<String> fault() {
        return url == null
                ? SettingsRules.matches(
                        ADAPTER,
                        adapter,
                        "settings.url, settings.adapter: name the program's address, or the class by what it calls itself")
                : SettingsRules.first(
                        SettingsRules.when(
                                adapter != null,
                                "settings.url, settings.adapter: name one of them; a program and a class cannot both serve"),
                        SettingsRules.signingSecret(signingSecret),
                        SettingsRules.url("settings.url", url));
    }

    @Override
    public List<String> secretValues() {
        return Stream.concat(SettingsRules.present(signingSecret).stream(), secrets.values().stream())
                .toList();
    }

    @Override
    public String toString() {
        return "Custom[url=" + url + ", adapter=" + adapter + ", settings=" + settings.keySet() + "]";
    }
}
