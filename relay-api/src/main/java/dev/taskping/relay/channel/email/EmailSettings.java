package dev.taskping.relay.channel.email;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskping.protocol.channel.Rate;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.channel.spi.RateLimit;
import dev.taskping.relay.channel.spi.SettingsRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mail server and the people to write to.
 *
 * @param host the SMTP server's name
 * @param port usually 587 (STARTTLS), 465 (TLS) or 25
 * @param security how the connection is protected
 * @param username for SMTP AUTH; absent for none
 * @param password for SMTP AUTH; absent for none
 * @param from the sender's address
 * @param to the recipients' addresses, at least one
 * @param replies the mailbox that answers are read from; absent: nobody reads them
 */
public record EmailSettings(
        String host,
        int port,
        Security security,
        @Nullable String username,
        @Nullable String password,
        String from,
        List<String> to,
        @Nullable Replies replies)
        implements ProviderSettings {

    /** Exchange Online limits, "Message rate limit": 30 messages a minute; others allow more. */
    private static final RateLimit RATE_LIMIT = RateLimit.of(new Rate(30, Duration.ofMinutes(1)));

    /** How a connection to a mail server is protected. */
    public enum Security {
        /** Plain text; only sensible inside a cluster. */
        NONE,
        /** Begins plain and must upgrade. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS
    }

    /**
     * A mailbox that is read by IMAP.
     *
     * @param host the IMAP server's name
     * @param port usually 993 (TLS) or 143 (STARTTLS)
     * @param security how the connection is protected
     * @param username the login
     * @param password its password
     * @param address the mailbox's address; what stands behind a {@code +} in it must reach the same mailbox
     * @param trustedServer the name by which the receiving server signs what it found out about a sender (the authserv-id
     *     of RFC 8601); absent: it is not looked at
     */
    public record Replies(
            String host,
            int port,
            Security security,
            String username,
            String password,
            String address,
            @Nullable String trustedServer) {

        private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9._-]{1,21}@[A-Za-z0-9.-]{1,255}");

        private Optional<String> fault() {
            return SettingsRules.first(
                    SettingsRules.when(
                            SettingsRules.isBlank(host) || port < 1 || port > 65_535,
                            "settings.replies.host, settings.replies.port: name an IMAP server, such as"
                                    + " imap.example.org, 993"),
                    SettingsRules.when(security == null, "settings.replies.security: must be NONE, STARTTLS or TLS"),
                    SettingsRules.when(
                            SettingsRules.isBlank(username) || SettingsRules.isBlank(password),
                            "settings.replies.username, settings.replies.password: both must be there to read the"
                                    + " mailbox"),
                    SettingsRules.matches(
                            ADDRESS,
                            address,
                            "settings.replies.address: must be a bare address with at most 21 characters before the @,"
                                    + " because a token of 42 and a + go between them (RFC 5321 allows 64)"));
        }

        /** With others where these are absent; what is absent then is a fault. */
        @SuppressWarnings("NullAway") // JSON leaves out what it likes, until fault() is asked
        private Replies or(@Nullable String otherUsername, @Nullable String otherPassword, String otherAddress) {
            return new Replies(
                    host,
                    port,
                    security,
                    username == null ? otherUsername : username,
                    password == null ? otherPassword : password,
                    address == null ? otherAddress : address,
                    trustedServer);
        }

        @Override
        public String toString() {
            return "Replies[host=" + host + ", port=" + port + ", security=" + security + ", address=" + address + "]";
        }
    }

    /** Of a channel that nobody can answer. */
    public EmailSettings(
            String host,
            int port,
            Security security,
            @Nullable String username,
            @Nullable String password,
            String from,
            List<String> to) {
        this(host, port, security, username, password, from, to, null);
    }

    public EmailSettings {
        to = to == null ? List.of() : List.copyOf(to);
    }

    /**
     * As they are registered: the mailbox's login may stand beside the server's, and is the server's own where it does not;
     * its address is the sender's unless it has another.
     */
    @JsonCreator
    static EmailSettings of(
            @JsonProperty("host") String host,
            @JsonProperty("port") int port,
            @JsonProperty("security") Security security,
            @JsonProperty("username") @Nullable String username,
            @JsonProperty("password") @Nullable String password,
            @JsonProperty("from") String from,
            @JsonProperty("to") List<String> to,
            @JsonProperty("replies") @Nullable Replies replies,
            @JsonProperty("imapUsername") @Nullable String imapUsername,
            @JsonProperty("imapPassword") @Nullable String imapPassword) {
        return new EmailSettings(
                host,
                port,
                security,
                username,
                password,
                from,
                to,
                replies == null
                        ? null
                        : replies.or(
                                imapUsername == null ? username : imapUsername,
                                imapPassword == null ? password : imapPassword,
                                from));
    }

    @Override
    public ChannelType type() {
        return EmailDescriptor.TYPE;
    }

    @Override
    public Optional<String> fault() {
        return SettingsRules.first(
                SettingsRules.when(
                        SettingsRules.isBlank(host) || port < 1 || port > 65_535,
                        "settings.host, settings.port: name an SMTP server, such as smtp.example.org, 587"),
                SettingsRules.when(security == null, "settings.security: must be NONE, STARTTLS or TLS"),
                SettingsRules.when(
                        SettingsRules.isBlank(from) || to.isEmpty(),
                        "settings.from, settings.to: name a sender and at least one recipient"),
                replies == null ? Optional.empty() : replies.fault());
    }

    @Override
    public List<String> secretValues() {
        return SettingsRules.present(password, replies == null ? null : replies.password());
    }

    @Override
    public Optional<RateLimit> rateLimit() {
        return Optional.of(RATE_LIMIT);
    }

    @Override
    public String toString() {
        return "Email[host=" + host + ", port=" + port + ", security=" + security + ", to=" + to + ", replies="
                + replies + "]";
    }
}
