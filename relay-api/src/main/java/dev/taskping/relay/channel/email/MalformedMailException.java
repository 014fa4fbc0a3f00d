package dev.taskping.relay.channel.email;

/** A mail that is not worth another look. The message says what it has. */
public final class MalformedMailException extends Exception {

    private static final long serialVersionUID = 1;

    MalformedMailException(String what) {
        super(what);
    }
}
