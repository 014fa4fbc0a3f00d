package dev.taskping.relay.channel.webhook;

import java.net.URI;
import java.time.Instant;

/**
 * How a receiver of a webhook may answer: {@code POST} a command to the URL with the token.
 *
 * @param url the relay's {@code /v1/commands}
 * @param token good for one command about one task
 * @param expires until when
 */
public record ReplyOffer(URI url, String token, Instant expires) {

    @Override
    public String toString() {
        return "ReplyOffer[url=" + url + ", expires=" + expires + "]";
    }
}
