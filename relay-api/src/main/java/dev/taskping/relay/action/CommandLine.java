package dev.taskping.relay.action;

/** Understands what a person typed. Implementations are pure. */
public interface CommandLine {

    /** What was understood. */
    sealed interface Parsed {

        /** It is a command. */
        record Understood(Verb verb) implements Parsed {}

        /**
         * It is not.
         *
         * @param hint a sentence for the person: what was wrong and what to write instead
         */
        record NotUnderstood(String hint) implements Parsed {}
    }

    /** Parses one message. */
    Parsed parse(String text);
}
