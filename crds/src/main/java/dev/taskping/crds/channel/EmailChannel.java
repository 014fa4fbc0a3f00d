package dev.taskping.crds.channel;

import dev.taskping.crds.CustomResourceJson;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mail addresses and the server that delivers to them.
 *
 * @param host the SMTP server
 * @param port the port of the SMTP server
 * @param security how the connection to the SMTP server is protected
 * @param from the sender's address
 * @param to the recipients' addresses
 * @param replies the mailbox for replies; if absent, nobody can reply
 */
@CustomResourceJson
@ValidationRule(
        value = "self.port != 465 || self.security == 'TLS'",
        message = "port 465 speaks TLS from the first byte; write security: TLS")
@ValidationRule(
        value = "self.port != 587 || self.security != 'TLS'",
        message = "port 587 does not begin with TLS; write security: STARTTLS, or port: 465 with security: TLS")
public record EmailChannel(
        @Required
                @Size(max = 253)
                @ValidationRule(
                        value = "self.matches('^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$') || isIP(self)",
                        message = "email.host must be a host without scheme and port; write for example"
                                + " host: smtp.example.com")
                String host,
        @Default("587") @Min(1) @Max(65535) @Nullable Integer port,
        @Default("STARTTLS") @Nullable Security security,
        @Required
                @Size(max = MailAddress.LONGEST)
                @ValidationRule(
                        value = "self.matches('" + MailAddress.PATTERN + "')",
                        message = "email.from must be one bare address, such as taskping@example.com")
                String from,
        @Required
                @Size(min = 1, max = 32)
                @ValidationRule(
                        value = "self.all(a, a.matches('" + MailAddress.PATTERN + "'))",
                        message = "every entry of email.to must be one bare address, such as mia@example.com")
                @ValidationRule(
                        value = "self.all(a, self.exists_one(b, b == a))",
                        message = "email.to lists an address twice; list each address once")
                List<@Size(max = MailAddress.LONGEST) String> to,
        @Nullable EmailReplies replies) {

    static final SecretKeys SECRET_KEYS = SecretKeys.wanted(
                    "username and the key password" + " (and imapUsername, imapPassword where the mailbox has others)")
            .needFor("replies", "imapUsername", "username")
            .needFor("replies", "imapPassword", "password")
            .optional("username", "password", "imapUsername", "imapPassword");

    /** SMTP submission, RFC 6409. */
    private static final int SUBMISSION_PORT = 587;

    public EmailChannel {
        port = port == null ? SUBMISSION_PORT : port;
        security = security == null ? Security.STARTTLS : security;
    }

    /** How the connection to the server is protected. */
    public enum Security {
        /** No encryption; use it only inside a cluster. */
        NONE,
        /** Starts without encryption and must upgrade to TLS. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS
    }
}
