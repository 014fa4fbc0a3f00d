package dev.taskping.protocol.channel;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything an adapter needs to reach a channel, secrets included: it is sealed at rest and its {@code toString} never
 * shows a secret.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ChannelSettings.Telegram.class, name = "telegram"),
    @JsonSubTypes.Type(value = ChannelSettings.Email.class, name = "email"),
    @JsonSubTypes.Type(value = ChannelSettings.Webhook.class, name = "webhook")
})
public sealed interface ChannelSettings {

    /**
     * A Telegram bot and the chat it writes to.
     *
     * @param botToken the bot's token from BotFather
     * @param chatId the chat; absent until a person pairs, then it is the chat they paired in
     * @param apiUrl another Bot API server than Telegram's own, such as {@code http://127.0.0.1:8081}
     */
    record Telegram(String botToken, @Nullable Long chatId, @Nullable URI apiUrl) implements ChannelSettings {
        @Override
        public String toString() {
            return "Telegram[chatId=" + chatId + ", apiUrl=" + apiUrl + "]";
        }
    }

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
     */
    record Email(
            String host,
            int port,
            Security security,
            @Nullable String username,
            @Nullable String password,
            String from,
            List<String> to)
            implements ChannelSettings {

        /** How an SMTP connection is protected. */
        public enum Security {
            /** Plain text; only sensible inside a cluster. */
            NONE,
            /** Begins plain and must upgrade. */
            STARTTLS,
            /** TLS from the first byte. */
            TLS
        }

        public Email {
            to = to == null ? List.of() : List.copyOf(to);
        }

        @Override
        public String toString() {
            return "Email[host=" + host + ", port=" + port + ", security=" + security + ", to=" + to + "]";
        }
    }

    /**
     * A URL that takes CloudEvents, signed as Standard Webhooks says.
     *
     * @param url http or https
     * @param signingSecret {@code whsec_} followed by 24 to 64 bytes in Base64
     */
    record Webhook(URI url, String signingSecret) implements ChannelSettings {
        @Override
        public String toString() {
            return "Webhook[url=" + url + "]";
        }
    }
}
