package dev.taskping.relay.channel.email;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How answers by mail reach the relay. */
@ConfigMapping(prefix = "taskping.email")
public interface MailReplyConfiguration {

    /** Whether this replica reads mailboxes. */
    @WithDefault("true")
    boolean inbound();

    /** How often to look for channels that came or went. */
    @WithDefault("2s")
    Duration refresh();

    /** How often to look for mail where the server does not say that some came (IMAP IDLE). */
    @WithDefault("30s")
    Duration pollInterval();

    /** The longest time to rely on what the server says; 29 minutes at most (RFC 2177). */
    @WithDefault("1m")
    Duration idle();

    /** How many mails are decided on before the others' turn comes. */
    @WithDefault("50")
    int mailsAtOnce();
}
