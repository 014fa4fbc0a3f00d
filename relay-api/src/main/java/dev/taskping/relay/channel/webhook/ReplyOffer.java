package dev.taskping.relay.channel.webhook;

import dev.taskping.relay.channel.spi.Notification;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * How a receiver of a webhook may answer: {@code POST} a command to the URL with the token.
 *
 * @param url the relay's {@code /v1/commands}
 * @param token good for one command about one task
 * @param expires until when
 */
public record ReplyOffer(URI url, String token, Instant expires) {

    /** Makes offers; without such a bean webhooks carry none. */
    public interface Source {

        /** The offer for one notification; empty if nothing can be answered to it. */
        Optional<ReplyOffer> offer(Notification notification);
    }

    @Override
    public String toString() {
        return "ReplyOffer[url=" + url + ", expires=" + expires + "]";
    }
}
