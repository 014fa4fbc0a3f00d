package dev.taskping.relay.channel.webhook;

import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.security.ReplyTokens;
import dev.taskping.relay.security.ReplyTokens.ReplyToken;
import dev.taskping.relay.security.ReplyTokens.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/** Lets receivers of webhooks answer: ask about the task and, where something may come after it, launch that. */
@ApplicationScoped
public class WebhookReplyOffers {

    private final ReplyTokens tokens;

    WebhookReplyOffers(ReplyTokens tokens) {
        this.tokens = tokens;
    }

    /** The offer for one notification; empty if nothing can be answered to it. */
    Optional<ReplyOffer> offer(Notification notification) {
        TaskEvent event = notification.event();
        if (event == null || event.data().next().isEmpty()) {
            return Optional.empty();
        }
        ReplyToken token = tokens.issue(notification.deliveryId(), event.subject(), Set.of(Scope.READ, Scope.LAUNCH));
        return Optional.of(new ReplyOffer(token.url(), token.token(), token.expires()));
    }
}
