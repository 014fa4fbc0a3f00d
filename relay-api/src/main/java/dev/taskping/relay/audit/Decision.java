package dev.taskping.relay.audit;

import java.util.Locale;

/** What was decided, or became of what was decided. */
public enum Decision {
    /** It is done, or is on its way to whoever does it. */
    ACCEPTED,
    /** It is not done. */
    REFUSED,
    /** It was asked for before; nothing new is done. */
    REPEATED,
    /** A cluster did what was accepted. */
    DONE,
    /** A cluster refused what was accepted. */
    REJECTED,
    /** Its time passed before anybody did it. */
    EXPIRED;

    /** As it is written down. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
