package dev.taskping.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.crds.NotificationChannel;
import dev.taskping.operator.Yaml;
import dev.taskping.operator.channel.ChannelSecrets.Complete;
import dev.taskping.operator.channel.ChannelSecrets.Incomplete;
import dev.taskping.protocol.channel.ChannelRegistration.Member;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.protocol.channel.Role;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChannelSecretsTest {

    private static NotificationChannel channel(String spec) {
        return Yaml.read(
                "{apiVersion: taskping.dev/v1alpha1, kind: NotificationChannel, metadata: {name: c, namespace: ml}, spec: "
                        + spec + "}",
                NotificationChannel.class);
    }

    private static Optional<Secret> secret(String key, String value) {
        return Optional.of(new SecretBuilder()
                .addToData(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)))
                .build());
    }

    @Test
    void telegram() {
        NotificationChannel channel =
                channel("{type: telegram, secretRef: {name: bot}, people: [{name: Mia, role: launcher}]}");
        // Written from a file, with a line end.
        assertThat(ChannelSecrets.join(channel, secret("botToken", "1:token\n")))
                .isInstanceOfSatisfying(Complete.class, complete -> {
                    assertThat(complete.registration().settings())
                            .isEqualTo(new ChannelSettings.Telegram("1:token", null, null));
                    assertThat(complete.registration().people()).isEqualTo(List.of(new Member("Mia", Role.LAUNCHER)));
                });
    }

    @Test
    void emailNeedsNoSecret() {
        NotificationChannel channel = channel("{type: email, email: {host: mail, from: a@b.c, to: [d@e.f]}}");
        assertThat(ChannelSecrets.join(channel, Optional.empty()))
                .isInstanceOfSatisfying(Complete.class, complete -> assertThat(
                                complete.registration().settings())
                        .isEqualTo(new ChannelSettings.Email(
                                "mail",
                                587,
                                ChannelSettings.Email.Security.STARTTLS,
                                null,
                                null,
                                "a@b.c",
                                List.of("d@e.f"))));
    }

    @Test
    void aMailboxOfAnswersHasTheSameLoginUnlessItHasItsOwn() {
        String spec = "{type: email, secretRef: {name: s},"
                + " email: {host: mail, from: bot@b.c, to: [d@e.f], replies: {host: imap%s}}}";
        Secret shared = secrets(Map.of("username", "bot", "password", "hush"));
        assertThat(replies(spec.formatted(""), shared))
                .isEqualTo(new ChannelSettings.Email.Replies(
                        "imap", 993, ChannelSettings.Email.Security.TLS, "bot", "hush", "bot@b.c", null));
        Secret own = secrets(
                Map.of("username", "bot", "password", "hush", "imapUsername", "reader", "imapPassword", "quiet"));
        String more = ", port: 143, security: STARTTLS, address: answers@b.c, trustedServer: mx.b.c";
        assertThat(replies(spec.formatted(more), own))
                .isEqualTo(new ChannelSettings.Email.Replies(
                        "imap",
                        143,
                        ChannelSettings.Email.Security.STARTTLS,
                        "reader",
                        "quiet",
                        "answers@b.c",
                        "mx.b.c"));
        assertThat(String.valueOf(replies(spec.formatted(more), own))).doesNotContain("quiet");
    }

    private static Secret secrets(Map<String, String> data) {
        SecretBuilder secret = new SecretBuilder();
        data.forEach((key, value) ->
                secret.addToData(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return secret.build();
    }

    private static ChannelSettings.Email.@Nullable Replies replies(String spec, Secret secret) {
        return ((ChannelSettings.Email) settings(spec, Optional.of(secret))).replies();
    }

    @Test
    void anIncomingWebhookNeedsNothingButItsAddress() {
        String address = "https://hooks.example.com/services/1";
        assertThat(settings("{type: slack, secretRef: {name: s}}", secret("webhookUrl", address)))
                .isEqualTo(new ChannelSettings.Slack(null, null, null, URI.create(address), null));
        assertThat(settings("{type: discord, secretRef: {name: s}}", secret("webhookUrl", address)))
                .isEqualTo(new ChannelSettings.Discord(null, null, null, URI.create(address), null));
        assertThat(settings("{type: feishu, secretRef: {name: s}}", secret("webhookUrl", address)))
                .isEqualTo(new ChannelSettings.Feishu(
                        ChannelSettings.Feishu.Domain.FEISHU,
                        null,
                        null,
                        null,
                        null,
                        null,
                        URI.create(address),
                        null,
                        null));
    }

    @Test
    void anAdapterOfSomebodyElseGetsTheRestOfTheSecret() {
        assertThat(settings(
                        "{type: custom, secretRef: {name: s}, custom: {adapter: pager, settings: {team: ml}}}",
                        secret("apiKey", "k")))
                .isEqualTo(
                        new ChannelSettings.Custom(null, null, "pager", Map.of("team", "ml"), Map.of("apiKey", "k")));
    }

    @Test
    void anAddressThatIsNoneIsNamedByItsKeyOnly() {
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
    void whatIsMissingIsNamed() {
        NotificationChannel channel =
                channel("{type: webhook, secretRef: {name: hook}, webhook: {url: 'https://example.com'}}");
        assertThat(ChannelSecrets.join(channel, Optional.empty()))
                .isInstanceOfSatisfying(Incomplete.class, incomplete -> {
                    assertThat(incomplete.reason()).isEqualTo("SecretNotFound");
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
