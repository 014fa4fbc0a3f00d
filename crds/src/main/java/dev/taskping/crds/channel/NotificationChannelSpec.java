package dev.taskping.crds.channel;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskping.crds.CustomResourceJson;
import dev.taskping.crds.GoDuration;
import dev.taskping.crds.NamedReference;
import dev.taskping.crds.ObjectName;
import dev.taskping.protocol.channel.Role;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How to reach people or programs. Secrets belong in a Secret in the same namespace, never here.
 *
 * @param type the provider; the block of the same name configures it
 * @param secretRef the Secret with the provider's secrets: {@code botToken} for telegram, {@code username} and
 *     {@code password} for email (none if the server requires none; {@code imapUsername} and {@code imapPassword} if the mailbox
 *     has others); {@code signingSecret} for webhook; {@code botToken} or {@code webhookUrl} for discord and slack, and slack's
 *     {@code signingSecret} for replies; {@code appSecret}, {@code verificationToken} and {@code encryptKey}, or
 *     {@code webhookUrl} and {@code signingSecret} for feishu; {@code authToken} for sms; {@code token}, or
 *     {@code username} and {@code password}, for ntfy (none if anybody may publish); {@code signingSecret} and the adapter's own
 *     keys for custom
 * @param allowedNamespaces other namespaces whose tasks may use this channel; {@code "*"} for all
 * @param people the people who may reply on this channel, with their roles
 * @param rate the maximum rate of messages to the destination; if absent, the provider's limit. TaskPing combines messages that
 *     exceed the rate
 * @param fallback the channel in the same namespace for messages that cannot be delivered here
 * @param message settings for the messages to this channel
 * @param telegram settings of a Telegram channel
 * @param email settings of an e-mail channel
 * @param webhook settings of a webhook channel
 * @param discord settings of a Discord channel; not needed if the Secret has a {@code webhookUrl}
 * @param slack settings of a Slack channel; not needed if the Secret has a {@code webhookUrl}
 * @param feishu settings of a Feishu or Lark chat; not needed if the Secret has a {@code webhookUrl}
 * @param sms settings of a phone that gets text messages
 * @param ntfy settings of a topic of ntfy
 * @param custom settings of a provider with an adapter of your own
 */
@CustomResourceJson
@ValidationRule(
        value = "!has(self.telegram) || self.type == 'telegram'",
        message = "the block telegram belongs to type: telegram; remove it or change the type")
@ValidationRule(
        value = "!has(self.email) || self.type == 'email'",
        message = "the block email belongs to type: email; remove it or change the type")
@ValidationRule(
        value = "!has(self.webhook) || self.type == 'webhook'",
        message = "the block webhook belongs to type: webhook; remove it or change the type")
@ValidationRule(
        value = "!has(self.discord) || self.type == 'discord'",
        message = "the block discord belongs to type: discord; remove it or change the type")
@ValidationRule(
        value = "!has(self.slack) || self.type == 'slack'",
        message = "the block slack belongs to type: slack; remove it or change the type")
@ValidationRule(
        value = "!has(self.feishu) || self.type == 'feishu'",
        message = "the block feishu belongs to type: feishu; remove it or change the type")
@ValidationRule(
        value = "!has(self.sms) || self.type == 'sms'",
        message = "the block sms belongs to type: sms; remove it or change the type")
@ValidationRule(
        value = "!has(self.ntfy) || self.type == 'ntfy'",
        message = "the block ntfy belongs to type: ntfy; remove it or change the type")
@ValidationRule(
        value = "!has(self.custom) || self.type == 'custom'",
        message = "the block custom belongs to type: custom; remove it or change the type")
@ValidationRule(
        value = "self.type != 'email' || has(self.email)",
        message = "type: email needs a block email; write for example "
                + "email: {host: smtp.example.com, from: taskping@example.com, to: [mia@example.com]}")
@ValidationRule(
        value = "self.type != 'webhook' || has(self.webhook)",
        message = "type: webhook needs a block webhook; write for example webhook: {url: 'https://example.com/hook'}")
@ValidationRule(
        value = "self.type != 'sms' || has(self.sms)",
        message = "type: sms needs a block sms; write for example"
                + " sms: {accountSid: AC…, from: '+15005550006', to: '+491701234567'}")
@ValidationRule(
        value = "self.type != 'ntfy' || has(self.ntfy)",
        message = "type: ntfy needs a block ntfy; write for example ntfy: {topic: ml-7Hq2xPz9}")
@ValidationRule(
        value = "self.type != 'custom' || has(self.custom)",
        message = "type: custom needs a block custom; write for example custom: {url: 'https://adapter.example.com'}")
@ValidationRule(
        value = "!(self.type in ['discord', 'slack', 'feishu', 'sms']) || has(self.secretRef)",
        message = "this type needs the Secret that holds the provider's secrets; write for example"
                + " secretRef: {name: provider}; docs/reference/channels.md lists its keys")
@ValidationRule(
        value = "self.type != 'custom' || !has(self.custom) || !has(self.custom.url) || has(self.secretRef)",
        message = "a custom channel with a url needs the Secret that holds signingSecret; write for example"
                + " secretRef: {name: adapter}")
@ValidationRule(
        value = "self.type != 'telegram' || has(self.secretRef)",
        message = "type: telegram needs the Secret that holds botToken; write for example secretRef: {name: telegram}")
@ValidationRule(
        value = "self.type != 'webhook' || has(self.secretRef)",
        message =
                "type: webhook needs the Secret that holds signingSecret; write for example secretRef: {name: webhook}")
@ValidationRule(
        value = "self.type != 'telegram' || (has(self.people) && size(self.people) > 0)"
                + " || (has(self.telegram) && has(self.telegram.chatId))",
        message =
                "the channel would reach nobody; write who may pair, for example people: [{name: Mia, role: launcher}],"
                        + " or the chat, telegram: {chatId: 123456789}")
@ValidationRule(
        value = "!has(self.people) || size(self.people) == 0"
                + " || self.type in ['telegram', 'discord', 'slack', 'feishu', 'sms']"
                + " || (self.type == 'email' && has(self.email) && has(self.email.replies))",
        message =
                "people can reply on telegram, discord, slack, feishu and sms, and by mail with email.replies; remove people"
                        + " or write email.replies")
public record NotificationChannelSpec(
        @Required Type type,
        @Nullable NamedReference secretRef,
        @Size(max = 64)
                @ValidationRule(
                        value = "self.all(n, n == '*' || n.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$'))",
                        message = "allowedNamespaces needs full names of namespaces, or '*' for all;"
                                + " write for example allowedNamespaces: [research, production]")
                List<@Size(max = ObjectName.LONGEST_NAMESPACE) String> allowedNamespaces,
        @Size(max = 64)
                @ValidationRule(
                        value = "self.all(p, self.exists_one(q, q.name == p.name))",
                        message = "two people have the same name; give each person their own name")
                List<Person> people,
        @Nullable Rate rate,
        @Nullable Fallback fallback,
        @Nullable ChannelMessageSettings message,
        @Nullable TelegramChannel telegram,
        @Nullable EmailChannel email,
        @Nullable WebhookChannel webhook,
        @Nullable DiscordChannel discord,
        @Nullable SlackChannel slack,
        @Nullable FeishuChannel feishu,
        @Nullable SmsChannel sms,
        @Nullable NtfyChannel ntfy,
        @Nullable CustomChannel custom) {

    /** The providers. */
    public enum Type {
        @JsonProperty("telegram")
        TELEGRAM(TelegramChannel.class, TelegramChannel.SECRET_KEYS),
        @JsonProperty("email")
        EMAIL(EmailChannel.class, EmailChannel.SECRET_KEYS),
        @JsonProperty("webhook")
        WEBHOOK(WebhookChannel.class, WebhookChannel.SECRET_KEYS),
        @JsonProperty("discord")
        DISCORD(DiscordChannel.class, DiscordChannel.SECRET_KEYS),
        @JsonProperty("slack")
        SLACK(SlackChannel.class, SlackChannel.SECRET_KEYS),
        @JsonProperty("feishu")
        FEISHU(FeishuChannel.class, FeishuChannel.SECRET_KEYS),
        @JsonProperty("sms")
        SMS(SmsChannel.class, SmsChannel.SECRET_KEYS),
        @JsonProperty("ntfy")
        NTFY(NtfyChannel.class, NtfyChannel.SECRET_KEYS),
        @JsonProperty("custom")
        CUSTOM(CustomChannel.class, CustomChannel.SECRET_KEYS);

        private final Class<?> block;
        private final SecretKeys secretKeys;

        Type(Class<?> block, SecretKeys secretKeys) {
            this.block = block;
            this.secretKeys = secretKeys;
        }

        /** The name of the provider and of its block, such as {@code telegram}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The type of the block with that name. */
        public Class<?> block() {
            return block;
        }

        /** The keys of the channel's Secret. */
        public SecretKeys secretKeys() {
            return secretKeys;
        }
    }

    /**
     * A person who may reply.
     *
     * @param name the person's name in messages and audit lines
     * @param role the person's role
     */
    @CustomResourceJson
    public record Person(
            @Required
                    @Size(max = 63)
                    @ValidationRule(
                            value = "self.matches('^[A-Za-z0-9]([A-Za-z0-9 ._-]*[A-Za-z0-9._-])?$')",
                            message =
                                    "a person's name must consist of letters from a to z, digits, spaces, '.', '_' and '-';"
                                            + " write for example Mia")
                    String name,
            @Required Role role) {}

    /**
     * The maximum rate of messages to a destination.
     *
     * @param messages the maximum number of messages
     * @param per the interval that the number applies to, such as 1m
     */
    @CustomResourceJson
    public record Rate(
            @Required @Min(1) @Max(100_000) Integer messages,
            @Required
                    @Size(max = 16)
                    @ValidationRule(
                            value = "size(self) > 0 && self.matches('" + GoDuration.PATTERN
                                    + "') && duration(self) >= duration('1s')"
                                    + " && duration(self) <= duration('24h')",
                            message = "rate.per must be a duration from 1s to 24h; write for example per: 1m")
                    String per) {}

    /**
     * The channel for messages that cannot be delivered.
     *
     * @param name the channel in this namespace that takes over
     * @param after how long TaskPing tries this channel first; a message that the provider refuses for good goes at once
     */
    @CustomResourceJson
    public record Fallback(
            @Required @Size(min = 1, max = 253) String name,
            @Default("15m")
                    @Size(max = 16)
                    @ValidationRule(
                            value = "size(self) > 0 && self.matches('" + GoDuration.PATTERN
                                    + "') && duration(self) <= duration('24h')",
                            message = "fallback.after must be a duration of at most 24h; write for example after: 15m")
                    @Nullable
                    String after) {}

    public NotificationChannelSpec {
        allowedNamespaces = allowedNamespaces == null ? List.of() : List.copyOf(allowedNamespaces);
        people = people == null ? List.of() : List.copyOf(people);
    }
}
