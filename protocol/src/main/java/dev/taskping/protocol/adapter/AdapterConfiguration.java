package dev.taskping.protocol.adapter;

import java.util.Map;

/**
 * What a channel tells its adapter: {@code POST …/check}.
 *
 * @param settings from the channel's {@code custom.settings}
 * @param secrets from its Secret; nobody else may read them
 */
public record AdapterConfiguration(Map<String, String> settings, Map<String, String> secrets) {

    public AdapterConfiguration {
        settings = settings == null ? Map.of() : Map.copyOf(settings);
        secrets = secrets == null ? Map.of() : Map.copyOf(secrets);
    }

    @Override
    public String toString() {
        return "AdapterConfiguration[settings=" + settings.keySet() + "]";
    }
}
