package dev.taskping.relay.channel.sms;

import java.io.IOException;

/** Twilio gave no answer. The message holds no secret. */
final class TwilioUnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean refusedByGuard;

    TwilioUnreachableException(String message, boolean refusedByGuard) {
        super(message);
        this.refusedByGuard = refusedByGuard;
    }

    /** Whether we did not even try, because the channel names an address it may not connect to. */
    boolean refusedByGuard() {
        return refusedByGuard;
    }
}
