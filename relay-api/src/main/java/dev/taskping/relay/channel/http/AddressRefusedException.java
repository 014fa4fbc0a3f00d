package dev.taskping.relay.channel.http;

import java.io.IOException;

/** A channel names an address that it may not connect to. The message names the address and says what to do. */
public final class AddressRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    AddressRefusedException(String message) {
        super(message);
    }
}
