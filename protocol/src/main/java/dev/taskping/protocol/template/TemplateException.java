package dev.taskping.protocol.template;

import org.jspecify.annotations.Nullable;

/** A template does not work. The message names the line, the fault and what to do. */
public final class TemplateException extends Exception {

    private static final long serialVersionUID = 1;

    /** A fault in a line, counted from 1, or 0 if it does not belong to one line. */
    TemplateException(int line, String fault) {
        super(line > 0 ? "line " + line + ": " + fault : fault);
    }

    /** A fault that does not belong to one line. */
    public TemplateException(String fault) {
        this(0, fault);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this; // the fault is in a user's text, not in our code
    }

    /** The fault in a sentence. */
    public String fault() {
        @Nullable String message = getMessage();
        return message == null ? "" : message;
    }
}
