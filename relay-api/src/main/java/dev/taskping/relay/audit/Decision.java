package dev.taskping.relay.audit;

import java.util.Locale;

/** A decision on a request, or what came of it. */
public enum Decision {
    /** It is done, or on its way to its cluster. */
    ACCEPTED,
    /** It is not done. */
    REFUSED,
    /** The same request was accepted before; nothing new is done. */
    REPEATED,
    /** The cluster did what was accepted. */
    DONE,
    /** The cluster rejected what was accepted. */
    REJECTED,
    /** It expired before the cluster did it. */
    EXPIRED;

    /** The name in the audit. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
