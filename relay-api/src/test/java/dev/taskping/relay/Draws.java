package dev.taskping.relay;

/**
 * Where the random draws of property tests begin. Fixed, so that a change fails by what it changes and never by luck;
 * {@code hack/draws} draws anew.
 */
public final class Draws {

    public static final String SEED = "1";

    private Draws() {}
}
