package dev.taskping.testkit.testbed;

/** A pair of parts that talk to each other. */
public enum Link {
    /** The operators to the relays: events, comparison, tunnel. */
    OPERATOR_RELAY,
    /** The operators to the API server: watches, Lease. */
    OPERATOR_API_SERVER,
    /** The relays to PostgreSQL. */
    RELAY_DATABASE,
    /** The relays to the providers. */
    RELAY_PROVIDERS
}
