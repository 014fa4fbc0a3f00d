package dev.taskping.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskping.protocol.channel.Role;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach people. Secrets stand in a Secret of the same namespace, never here.
 *
 * @param type the provider; the block of the same name configures it
 * @param secretRef the Secret with the provider's secrets: {@code botToken} for telegram, {@code username} and
 *     {@code password} for email, {@code signingSecret} for webhook
 * @param allowedNamespaces other namespaces whose tasks may use this channel; {@code "*"} for all
 * @param people who may answer on this channel, and what each may do
 * @param telegram settings of a Telegram channel
 * @param email settings of an e-mail channel
 * @param webhook settings of a webhook channel
 */
@ValidationRule(
        value = "has(self.telegram) == (self.type == 'telegram') || (self.type == 'telegram' && !has(self.telegram))",
        message = "the block telegram belongs to type: telegram; remove it or change the type")
@ValidationRule(
        value = "has(self.email) == (self.type == 'email')",
        message =
                "type: email needs a block email, and no other type may have one; "
                        + "write for example email: {host: smtp.example.com, from: taskping@example.com, to: [mia@example.com]}")
@ValidationRule(
        value = "has(self.webhook) == (self.type == 'webhook')",
        message = "type: webhook needs a block webhook, and no other type may have one; "
                + "write for example webhook: {url: 'https://example.com/hook'}")
@ValidationRule(
        value = "self.type == 'email' || has(self.secretRef)",
        message = "this type needs secretRef: {name: …}, a Secret with the key botToken (telegram) or signingSecret"
                + " (webhook)")
@ValidationRule(
        value = "!has(self.people) || self.type == 'telegram'",
        message = "people can answer on telegram only; remove people")
public record NotificationChannelSpec(
        @Required Type type,
        @Nullable NamedReference secretRef,
        @Size(max = 64) List<String> allowedNamespaces,
        @ValidationRule(
                        value = "self.all(p, self.exists_one(q, q.name == p.name))",
                        message = "people must have different names")
                @Size(max = 64)
                List<Person> people,
        @Nullable Telegram telegram,
        @Nullable Email email,
        @Nullable Webhook webhook) {

    /** The providers. */
    public enum Type {
        @JsonProperty("telegram")
        TELEGRAM,
        @JsonProperty("email")
        EMAIL,
        @JsonProperty("webhook")
        WEBHOOK
    }

    /**
     * A person who may answer.
     *
     * @param name how the person is called in messages and audits
     * @param role viewer (reads) or launcher (also launches)
     */
    public record Person(@Required @Pattern("^[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}$") String name, @Required Role role) {}

    /**
     * A Telegram chat.
     *
     * @param chatId the chat; absent: the chat in which the first of the people pairs
     * @param apiUrl another Bot API server than Telegram's own
     */
    public record Telegram(@Nullable Long chatId, @Pattern("^https?://.+") @Nullable String apiUrl) {}

    /**
     * Mail addresses and the server that takes mail for them.
     *
     * @param host the SMTP server
     * @param port 587 if absent
     * @param security STARTTLS if absent
     * @param from the sender's address
     * @param to the recipients' addresses
     */
    public record Email(
            @Required @Size(min = 1, max = 253) String host,
            @Default("587") @Min(1) @Max(65535) @Nullable Integer port,
            @Default("STARTTLS") @Nullable Security security,
            @Required @Pattern("^[^@\\s]+@[^@\\s]+$") String from,
            @Required
                    @Size(min = 1, max = 32)
                    @ValidationRule(
                            value = "self.all(a, a.matches('^[^@\\\\s,;]+@[^@\\\\s,;]+$'))",
                            message = "every entry of email.to must be one address, such as mia@example.com")
                    List<String> to) {

        /** How the connection to the server is protected. */
        public enum Security {
            NONE,
            STARTTLS,
            TLS
        }
    }

    /**
     * A URL that takes signed CloudEvents.
     *
     * @param url http or https
     */
    public record Webhook(
            @Required
                    @Size(max = 2048)
                    @ValidationRule(
                            value =
                                    "isURL(self) && url(self).getScheme() in ['http', 'https'] && url(self).getHost() != ''",
                            message = "webhook.url must be an http or https URL, such as https://example.com/hook")
                    String url) {}

    public NotificationChannelSpec {
        allowedNamespaces = allowedNamespaces == null ? List.of() : List.copyOf(allowedNamespaces);
        people = people == null ? List.of() : List.copyOf(people);
    }
}
