package dev.taskping.protocol.adapter;

import java.util.Map;

/**
 * A channel's configuration for its adapter, the body of {@code POST …/check}.
 *
 * @param settings the settings in the channel's block
 * @param secrets the values in the channel's Secret, only for this adapter
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
