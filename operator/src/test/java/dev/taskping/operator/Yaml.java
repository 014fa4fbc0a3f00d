package dev.taskping.operator;

import io.fabric8.kubernetes.client.utils.Serialization;

/** Objects for tests, written as people write them. */
public final class Yaml {

    private Yaml() {}

    /** Reads YAML, also such that begins with a brace, which the client would take for JSON. */
    public static <T> T read(String yaml, Class<T> type) {
        return Serialization.unmarshal("---\n" + yaml, type);
    }
}
