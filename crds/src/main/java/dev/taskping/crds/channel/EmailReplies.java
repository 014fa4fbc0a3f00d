package dev.taskping.crds.channel;

import dev.taskping.crds.CustomResourceJson;
import dev.taskping.crds.channel.EmailChannel.Security;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox from which the relay reads replies, by IMAP.
 *
 * @param host the IMAP server
 * @param port the port of the IMAP server
 * @param security how the connection to the IMAP server is protected
 * @param address the mailbox's address; mail to this address with {@code +} and a suffix before the {@code @} must arrive in the
 *     mailbox too. If absent, {@code email.from}
 * @param trustedServer the authserv-id in the receiving server's Authentication-Results, such as {@code mx.example.com}, or
 *     {@code microsoft365}, whose servers leave it out. If set, replies count only from senders that this server has authenticated
 */
@CustomResourceJson
@ValidationRule(
        value = "self.port != 993 || self.security == 'TLS'",
        message = "port 993 speaks TLS from the first byte; write security: TLS")
@ValidationRule(
        value = "self.port != 143 || self.security != 'TLS'",
        message = "port 143 does not begin with TLS; write security: STARTTLS, or port: 993 with security: TLS")
public record EmailReplies(
        @Required
                @Size(max = 253)
                @ValidationRule(
                        value = "self.matches('^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$') || isIP(self)",
                        message = "email.replies.host must be a host without scheme and port; write for example"
                                + " host: imap.example.com")
                String host,
        @Default("993") @Min(1) @Max(65535) @Nullable Integer port,
        @Default("TLS") @Nullable Security security,
        @Size(max = MailAddress.LONGEST)
                @ValidationRule(
                        value = "self.matches('" + MailAddress.PATTERN + "') && self.indexOf('@') <= 21",
                        message =
                                "email.replies.address must be one bare address with at most 21 characters before the @,"
                                        + " such as taskping@example.com")
                @Nullable
                String address,
        @Size(max = 253)
                @ValidationRule(
                        value = "self.matches('^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$')",
                        message = "email.replies.trustedServer must be the name that begins the server's"
                                + " Authentication-Results, such as mx.example.com")
                @Nullable
                String trustedServer) {
    /** IMAP by TLS, RFC 8314. */
    private static final int IMAPS_PORT = 993;

    public EmailReplies {
        port = port == null ? IMAPS_PORT : port;
        security = security == null ? Security.TLS : security;
    }
}
