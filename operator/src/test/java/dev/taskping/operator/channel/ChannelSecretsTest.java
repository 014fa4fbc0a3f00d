package dev.taskping.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.channel.NotificationChannelSpec;
import dev.taskping.operator.Yaml;
import dev.taskping.operator.channel.ChannelSecrets.Complete;
import dev.taskping.operator.channel.ChannelSecrets.Incomplete;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.channel.ChannelRegistration.Member;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.protocol.channel.Role;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelSecretsTest {

    private static NotificationChannel channel(String spec) {
        return Yaml.read(
                "{apiVersion: taskping.dev/v1alpha1, kind: NotificationChannel, metadata: {name: c, namespace: ml}, spec: "
                        + spec + "}",
                NotificationChannel.class);
    }

    private static Optional<Secret> secret(String key, String value) {
        return Optional.of(allowed()
                .addToData(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)))
                .build());
    }

    /** For all types, at any host. */
    private static SecretBuilder allowed() {
        return new SecretBuilder()
                .withNewMetadata()
                .addToAnnotations(
                        WellKnownNames.SECRET_CHANNELS_ANNOTATION,
                        Stream.of(NotificationChannelSpec.Type.values())
                                .map(type -> type.id() + ", " + type.id() + "@*")
                                .collect(Collectors.joining(",")))
                .endMetadata();
    }

    /** What a Secret says, and whether the channel may use it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "- | {type: slack} | false",
                "telegram | {type: slack} | false",
                "telegram, slack | {type: slack} | true",
                "slack | {type: slack, slack: {apiUrl: 'https://evil.example'}} | false",
                "slack@proxy.example | {type: slack, slack: {apiUrl: 'https://Proxy.example/api'}} | true",
                "slack@* | {type: slack} | true",
                "email | {type: email, email: {host: evil.example, from: a@b.c, to: [d@e.f]}} | false",
                "email@smtp.example | {type: email, email: {host: smtp.example, from: a@b.c, to: [d@e.f]}} | true",
                "email@smtp.example | {type: email, email: {host: smtp.example, from: a@b.c, to: [d@e.f], replies: {host: evil.example}}} | false",
                "email@smtp.example email@imap.example | {type: email, email: {host: smtp.example, from: a@b.c, to: [d@e.f], replies: {host: imap.example}}} | true",
                "webhook@example.com | {type: webhook, webhook: {url: 'https://example.com.evil.example/'}} | false",
                "webhook@example.com | {type: webhook, webhook: {url: 'https://example.com@evil.example/'}} | false",
                "custom@* | {type: custom, custom: {url: 'http://pager.ml'}} | true"
            })
    @Attack(
            by = Attacker.CHANNEL_OWNER,
            tries = "to have any Secret of the namespace sent to a host of their own",
            gets = "only the types and hosts that the Secret names may use it")
    void secretNamesTheChannelsThatMayUseIt(String annotation, String spec, boolean allowed) {
        SecretBuilder secret = new SecretBuilder().withNewMetadata().endMetadata();
        if (annotation != null) {
            secret.editMetadata()
                    .addToAnnotations(WellKnownNames.SECRET_CHANNELS_ANNOTATION, annotation)
                    .endMetadata();
        }
        assertThat(SecretPermission.allows(secret.build(), channel(spec).getSpec()))
                .isEqualTo(allowed);
    }

    @Test
    @Attack(
            by = Attacker.CHANNEL_OWNER,
            tries = "to learn which Secrets exist",
            gets = "`SecretNotUsable`, in the same words in both cases")
    void whetherASecretExistsIsNotTold() {
        NotificationChannel channel = channel("{type: telegram, secretRef: {name: s}}");
        Secret foreign = new SecretBuilder()
                .withNewMetadata()
                .endMetadata()
                .addToData("botToken", "eA==")
                .build();
        assertThat(ChannelSecrets.join(channel, Optional.of(foreign)))
                .isEqualTo(ChannelSecrets.join(channel, Optional.empty()))
                .isInstanceOfSatisfying(Incomplete.class, incomplete -> {
                    assertThat(incomplete.reason()).isEqualTo("SecretNotUsable");
                    assertThat(incomplete.message())
                            .contains(
                                    "kubectl annotate --overwrite secret s --namespace ml taskping.dev/channels=telegram");
                });
    }

    @Test
    void telegram() {
        NotificationChannel channel =
                channel("{type: telegram, secretRef: {name: bot}, people: [{name: Mia, role: launcher}]}");
        // Written from a file, with a line end.
        assertThat(ChannelSecrets.join(channel, secret("botToken", "1:token\n")))
                .isInstanceOfSatisfying(Complete.class, complete -> {
                    assertThat(complete.registration().settings())
                            .isEqualTo(ChannelSettings.of("telegram", Map.of("botToken", "1:token")));
                    assertThat(complete.registration().people()).isEqualTo(List.of(new Member("Mia", Role.LAUNCHER)));
                });
    }

    @Test
    void emailNeedsNoSecret() {
        NotificationChannel channel = channel("{type: email, email: {host: mail, from: a@b.c, to: [d@e.f]}}");
        assertThat(ChannelSecrets.join(channel, Optional.empty()))
                .isInstanceOfSatisfying(
                        Complete.class,
                        complete -> assertThat(complete.registration().settings())
                                .isEqualTo(
                                        wire(
                                                """
                                {"type":"email","host":"mail","port":587,"security":"STARTTLS","from":"a@b.c",
                                 "to":["d@e.f"]}""")));
    }

    @Test
    void replyMailboxUsesTheServersLoginUnlessItHasItsOwn() {
        String spec = "{type: email, secretRef: {name: s},"
                + " email: {host: mail, from: bot@b.c, to: [d@e.f], replies: {host: imap%s}}}";
        Secret shared = secrets(Map.of("username", "bot", "password", "hush"));
        // Whose login the mailbox has then, the relay says.
        assertThat(settings(spec.formatted(""), Optional.of(shared)))
                .isEqualTo(
                        wire(
                                """
                                {"type":"email","host":"mail","port":587,"security":"STARTTLS","from":"bot@b.c",
                                 "to":["d@e.f"],"username":"bot","password":"hush",
                                 "replies":{"host":"imap","port":993,"security":"TLS"}}"""));
        Secret own = secrets(
                Map.of("username", "bot", "password", "hush", "imapUsername", "reader", "imapPassword", "quiet"));
        String more = ", port: 143, security: STARTTLS, address: answers@b.c, trustedServer: mx.b.c";
        assertThat(settings(spec.formatted(more), Optional.of(own)))
                .isEqualTo(
                        wire(
                                """
                                {"type":"email","host":"mail","port":587,"security":"STARTTLS","from":"bot@b.c",
                                 "to":["d@e.f"],"username":"bot","password":"hush","imapUsername":"reader",
                                 "imapPassword":"quiet","replies":{"host":"imap","port":143,"security":"STARTTLS",
                                 "address":"answers@b.c","trustedServer":"mx.b.c"}}"""));
        assertThat(String.valueOf(settings(spec.formatted(more), Optional.of(own))))
                .doesNotContain("quiet");
    }

    @Test
    void replyMailboxNeedsALogin() {
        NotificationChannel channel =
                channel("{type: email, secretRef: {name: s}, email: {host: mail, from: a@b.c, to: [d@e.f],"
                        + " replies: {host: imap}}}");
        assertThat(ChannelSecrets.join(channel, secret("imapUsername", "reader")))
                .isInstanceOfSatisfying(Incomplete.class, incomplete -> {
                    assertThat(incomplete.reason()).isEqualTo("SecretKeyNotFound");
                    assertThat(incomplete.message()).contains("'password'").doesNotContain("reader");
                });
    }

    @Test
    void onlyDeclaredKeysLeaveTheCluster() {
        Secret secret = secrets(Map.of(
                "botToken",
                "t",
                "webhookUrl",
                "https://hooks.example.com/1",
                "signingSecret",
                "s",
                "other",
                "private"));
        assertThat(settings("{type: slack, secretRef: {name: s}}", Optional.of(secret)))
                .isEqualTo(ChannelSettings.of(
                        "slack", Map.of("webhookUrl", "https://hooks.example.com/1", "signingSecret", "s")));
        assertThat(settings("{type: telegram, secretRef: {name: s}}", Optional.of(secret)))
                .isEqualTo(ChannelSettings.of("telegram", Map.of("botToken", "t")));
    }

    private static Secret secrets(Map<String, String> data) {
        SecretBuilder secret = allowed();
        data.forEach((key, value) ->
                secret.addToData(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return secret.build();
    }

    /** Settings as they are sent. */
    private static ChannelSettings wire(String json) {
        try {
            return ProtocolJson.mapper().readValue(json, ChannelSettings.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void incomingWebhookNeedsItsAddressOnly() {
        String address = "https://hooks.example.com/services/1";
        assertThat(settings("{type: slack, secretRef: {name: s}}", secret("webhookUrl", address)))
                .isEqualTo(ChannelSettings.of("slack", Map.of("webhookUrl", address)));
        assertThat(settings("{type: discord, secretRef: {name: s}}", secret("webhookUrl", address)))
                .isEqualTo(ChannelSettings.of("discord", Map.of("webhookUrl", address)));
        assertThat(settings("{type: feishu, secretRef: {name: s}}", secret("webhookUrl", address)))
                .isEqualTo(ChannelSettings.of("feishu", Map.of("domain", "feishu", "webhookUrl", address)));
    }

    @Test
    void customAdapterGetsTheOtherKeysOfTheSecret() {
        assertThat(settings(
                        "{type: custom, secretRef: {name: s}, custom: {adapter: pager, settings: {team: ml}}}",
                        secret("apiKey", "k")))
                .isEqualTo(
                        wire(
                                """
                                {"type":"custom","adapter":"pager","settings":{"team":"ml"},
                                 "secrets":{"apiKey":"k"}}"""));
    }

    @Test
    void invalidAddressIsNamedByItsKeyOnly() {
        assertThat(ChannelSecrets.join(
                        channel("{type: slack, secretRef: {name: s}}"), secret("webhookUrl", "no address")))
                .isInstanceOfSatisfying(Incomplete.class, incomplete -> assertThat(incomplete.message())
                        .contains("'webhookUrl'")
                        .doesNotContain("no address"));
    }

    private static ChannelSettings settings(String spec, Optional<Secret> secret) {
        ChannelSecrets joined = ChannelSecrets.join(channel(spec), secret);
        assertThat(joined).isInstanceOf(Complete.class);
        return ((Complete) joined).registration().settings();
    }

    @Test
    void missingKeysAreNamed() {
        NotificationChannel channel =
                channel("{type: webhook, secretRef: {name: hook}, webhook: {url: 'https://example.com'}}");
        assertThat(ChannelSecrets.join(channel, Optional.empty()))
                .isInstanceOfSatisfying(Incomplete.class, incomplete -> {
                    assertThat(incomplete.reason()).isEqualTo("SecretNotUsable");
                    assertThat(incomplete.message()).contains("'hook'", "'ml'", "signingSecret");
                });
        assertThat(ChannelSecrets.join(channel, secret("other", "value-that-nobody-may-see")))
                .isInstanceOfSatisfying(Incomplete.class, incomplete -> {
                    assertThat(incomplete.reason()).isEqualTo("SecretKeyNotFound");
                    assertThat(incomplete.message())
                            .contains("'hook'", "'signingSecret'")
                            .doesNotContain("value-that");
                });
    }
}
