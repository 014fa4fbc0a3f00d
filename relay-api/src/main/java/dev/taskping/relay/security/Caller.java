package dev.taskping.relay.security;

import java.util.UUID;

/** Who sent a request. Nothing a caller does reaches outside of its workspace. */
public sealed interface Caller {

    /** The workspace everything the caller names is looked up in. */
    String workspace();

    /**
     * A cluster's operator.
     *
     * @param workspace the cluster's workspace
     * @param id the cluster
     * @param key the id of the key that it signed with
     */
    record Cluster(String workspace, String id, UUID key) implements Caller {}

    /**
     * The holder of an API token.
     *
     * @param workspace the token's workspace
     * @param name what the token was called when it was made
     * @param scope its rights
     */
    record Token(String workspace, String name, Scope scope) implements Caller {}

    /** What an API token may do. */
    enum Scope {
        /** Register sessions, send their events, read. */
        SESSION,
        /** Everything. */
        ADMIN
    }
}
