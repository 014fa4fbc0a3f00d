package dev.taskping.relay.channel.conformance;

/**
 * What a provider can do. What it cannot is asserted as such: a missing ability is no reason to test less.
 *
 * @param edits whether a message can be changed in place
 * @param actions how a person answers
 * @param longText what becomes of a log that is too long for a message
 * @param markup whether a person sees formatting, which the provider may refuse
 * @param asksToWait whether it says for how long to wait when it is too much
 * @param checksSecret whether a check finds out that the secret is no longer good, without delivering anything
 */
public record Capabilities(
        boolean edits, Actions actions, LongText longText, boolean markup, boolean asksToWait, boolean checksSecret) {

    /** How a person answers a message. */
    public enum Actions {
        /** By pressing a button with the action's label. */
        BUTTONS,
        /** By typing what the message says can be typed. */
        HINTS,
        /** Not here. */
        NONE
    }

    /** What becomes of a log that is too long for a message. */
    public enum LongText {
        /** Nothing is too long. */
        WHOLE,
        /** Its end is shown and a file holds all of it. */
        ATTACHED,
        /** Its end is shown, and that something is missing. */
        CUT,
        /** Logs are never shown; the message says where they are. */
        NOT_SHOWN
    }
}
