package dev.taskping.protocol.template;

import org.jspecify.annotations.Nullable;

/** A template that cannot be used. The message names the line, the fault and the cure. */
public final class TemplateException extends Exception {

    private static final long serialVersionUID = 1;

    /** A fault in a line, counted from 1; 0 if it is not one line's. */
    TemplateException(int line, String fault) {
        super(line > 0 ? "line " + line + ": " + fault : fault);
    }

    /** A fault that is not one line's. */
    public TemplateException(String fault) {
        this(0, fault);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this; // about somebody's text, not about our code
    }

    /** What is wrong, in a sentence. */
    public String fault() {
        @Nullable String message = getMessage();
        return message == null ? "" : message;
    }
}
