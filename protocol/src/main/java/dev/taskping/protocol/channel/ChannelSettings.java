package dev.taskping.protocol.channel;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything an adapter needs to reach a channel, secrets included: it is sealed at rest and its {@code toString} never
 * shows a secret.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ChannelSettings.Telegram.class, name = "telegram"),
    @JsonSubTypes.Type(value = ChannelSettings.Email.class, name = "email"),
    @JsonSubTypes.Type(value = ChannelSettings.Webhook.class, name = "webhook"),
    @JsonSubTypes.Type(value = ChannelSettings.Discord.class, name = "discord"),
    @JsonSubTypes.Type(value = ChannelSettings.Slack.class, name = "slack"),
    @JsonSubTypes.Type(value = ChannelSettings.Feishu.class, name = "feishu"),
    @JsonSubTypes.Type(value = ChannelSettings.Sms.class, name = "sms"),
    @JsonSubTypes.Type(value = ChannelSettings.Custom.class, name = "custom")
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
     * @param replies the mailbox that answers are read from; absent: nobody reads them
     */
    record Email(
            String host,
            int port,
            Security security,
            @Nullable String username,
            @Nullable String password,
            String from,
            List<String> to,
            @Nullable Replies replies)
            implements ChannelSettings {

        /** Of a channel that nobody can answer. */
        public Email(
                String host,
                int port,
                Security security,
                @Nullable String username,
                @Nullable String password,
                String from,
                List<String> to) {
            this(host, port, security, username, password, from, to, null);
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
            @Override
            public String toString() {
                return "Replies[host=" + host + ", port=" + port + ", security=" + security + ", address=" + address
                        + "]";
            }
        }

        /** How a connection to a mail connection is protected. */
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
            return "Email[host=" + host + ", port=" + port + ", security=" + security + ", to=" + to + ", replies="
                    + replies + "]";
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

    /**
     * A Discord channel: by a bot ({@code botToken} and {@code channelId}), or by an incoming webhook ({@code webhookUrl},
     * which has no buttons).
     *
     * @param botToken the bot's token from the developer portal
     * @param channelId the channel's snowflake
     * @param publicKey the application's public key, 64 hexadecimal digits: interactions are verified with it
     * @param webhookUrl a secret: whoever knows it may write
     * @param apiUrl another API than Discord's own, such as {@code http://127.0.0.1:8083}
     */
    record Discord(
            @Nullable String botToken,
            @Nullable String channelId,
            @Nullable String publicKey,
            @Nullable URI webhookUrl,
            @Nullable URI apiUrl)
            implements ChannelSettings {
        @Override
        public String toString() {
            return "Discord[channelId=" + channelId + ", apiUrl=" + apiUrl + "]";
        }
    }

    /**
     * A Slack channel: by a bot ({@code botToken} and {@code channel}), or by an incoming webhook ({@code webhookUrl}).
     *
     * @param botToken the bot's token, {@code xoxb-…}
     * @param channel the channel's id, such as {@code C0123456789}
     * @param signingSecret the app's secret: interactions are verified with it
     * @param webhookUrl a secret: whoever knows it may write
     * @param apiUrl another API than Slack's own, such as {@code http://127.0.0.1:8084}
     */
    record Slack(
            @Nullable String botToken,
            @Nullable String channel,
            @Nullable String signingSecret,
            @Nullable URI webhookUrl,
            @Nullable URI apiUrl)
            implements ChannelSettings {
        @Override
        public String toString() {
            return "Slack[channel=" + channel + ", apiUrl=" + apiUrl + "]";
        }
    }

    /**
     * A chat of Feishu or Lark: by an app's bot ({@code appId}, {@code appSecret} and {@code chatId}), or by a group's custom
     * bot ({@code webhookUrl} and its {@code signingSecret}).
     *
     * @param domain whose servers
     * @param appId the app's id, {@code cli_…}
     * @param appSecret the app's secret
     * @param chatId the chat's id, {@code oc_…}
     * @param verificationToken what events and card callbacks must carry
     * @param encryptKey what events are encrypted and signed with, if the app says so
     * @param webhookUrl the custom bot's address; a secret: whoever knows it may write
     * @param signingSecret the custom bot's secret, if it asks for signatures
     * @param apiUrl another API than the domain's own, such as {@code http://127.0.0.1:8085}
     */
    record Feishu(
            Domain domain,
            @Nullable String appId,
            @Nullable String appSecret,
            @Nullable String chatId,
            @Nullable String verificationToken,
            @Nullable String encryptKey,
            @Nullable URI webhookUrl,
            @Nullable String signingSecret,
            @Nullable URI apiUrl)
            implements ChannelSettings {

        /** Whose servers: the two know nothing of each other. */
        public enum Domain {
            /** In China: {@code open.feishu.cn}. */
            FEISHU,
            /** Elsewhere: {@code open.larksuite.com}. */
            LARK
        }

        @Override
        public String toString() {
            return "Feishu[domain=" + domain + ", chatId=" + chatId + ", apiUrl=" + apiUrl + "]";
        }
    }

    /**
     * A telephone, by Twilio's Programmable Messaging.
     *
     * @param accountSid the account, {@code AC} and 32 hexadecimal digits
     * @param authToken the account's token: for calls, and to verify what Twilio tells us
     * @param from the sender's number in E.164; absent if a messaging service sends
     * @param messagingServiceSid {@code MG} and 32 hexadecimal digits; absent if a number sends
     * @param to the recipient's number in E.164
     * @param apiUrl another API than Twilio's own, such as {@code http://127.0.0.1:8086}
     */
    record Sms(
            String accountSid,
            String authToken,
            @Nullable String from,
            @Nullable String messagingServiceSid,
            String to,
            @Nullable URI apiUrl)
            implements ChannelSettings {
        @Override
        public String toString() {
            return "Sms[accountSid=" + accountSid + ", to=" + to + ", apiUrl=" + apiUrl + "]";
        }
    }

    /**
     * A provider that an adapter of somebody else's knows: a program behind {@code url} in any language, or a class in the
     * relay's own process that calls itself {@code adapter}.
     *
     * @param url where the program takes notifications; absent for a class
     * @param signingSecret signs what the program gets: {@code whsec_} followed by 24 to 64 bytes in Base64
     * @param adapter the class's name for itself; absent for a program
     * @param settings what the adapter wants to know
     * @param secrets what it wants to know and nobody else may
     */
    record Custom(
            @Nullable URI url,
            @Nullable String signingSecret,
            @Nullable String adapter,
            Map<String, String> settings,
            Map<String, String> secrets)
            implements ChannelSettings {

        public Custom {
            settings = settings == null ? Map.of() : Map.copyOf(settings);
            secrets = secrets == null ? Map.of() : Map.copyOf(secrets);
        }

        @Override
        public String toString() {
            return "Custom[url=" + url + ", adapter=" + adapter + ", settings=" + settings.keySet() + "]";
        }
    }
}
