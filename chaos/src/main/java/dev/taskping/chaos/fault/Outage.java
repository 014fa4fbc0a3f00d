package dev.taskping.chaos.fault;

/** What is broken, as far as it decides what may be told. */
public enum Outage {
    /** No operator watches: neither one that leads nor one that stands by. */
    NOBODY_WATCHES,
    /** The API server was killed: its watch cache no longer has what changed before. */
    HISTORY_LOST,
    /** The leading operator was ended, and no other leads yet; one that stands by may watch. */
    NOBODY_LEADS,
    /** The operator does not reach the relay. */
    RELAY_UNREACHABLE,
    /** A replica of the relay was killed: what it had in hand is not written down. */
    RELAY_KILLED,
    /** The relay cannot write anything down. */
    DATABASE_AWAY,
    /** Providers take messages and the relay does not hear that they did. */
    ANSWERS_LOST
}
