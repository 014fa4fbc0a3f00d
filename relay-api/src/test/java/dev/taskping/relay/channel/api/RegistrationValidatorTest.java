package dev.taskping.relay.channel.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.channel.ChannelRegistration;
import dev.taskping.relay.channel.KnownProviders;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RegistrationValidatorTest {

    private static final Path SETTINGS = Path.of("src/test/resources/settings");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{\"settings\":{\"type\":\"telegram\",\"botToken\":\"123456:AAAAAAAAAAAAAAAAAAAAAAAA\"}} | -",
                "{} | settings:",
                "{\"settings\":{\"type\":\"telegram\",\"botToken\":\"secret\"}} | settings.botToken:",
                "{\"settings\":{\"type\":\"telegram\"}} | settings.botToken:",
                "{\"settings\":{\"type\":\"telegram\",\"botToken\":\"123456:AAAAAAAAAAAAAAAAAAAAAAAA\",\"apiUrl\":\"ftp://x\"}} | settings.apiUrl:",
                "{\"settings\":{\"type\":\"email\",\"host\":\"smtp.example.org\",\"port\":587,\"security\":\"STARTTLS\",\"from\":\"a@b.org\",\"to\":[\"c@d.org\"]}} | -",
                "{\"settings\":{\"type\":\"email\",\"port\":587,\"security\":\"TLS\",\"from\":\"a@b.org\",\"to\":[\"c@d.org\"]}} | settings.host",
                "{\"settings\":{\"type\":\"email\",\"host\":\"h\",\"port\":0,\"security\":\"TLS\",\"from\":\"a@b.org\",\"to\":[\"c@d.org\"]}} | settings.host",
                "{\"settings\":{\"type\":\"email\",\"host\":\"h\",\"port\":25,\"from\":\"a@b.org\",\"to\":[\"c@d.org\"]}} | settings.security:",
                "{\"settings\":{\"type\":\"email\",\"host\":\"h\",\"port\":25,\"security\":\"NONE\",\"from\":\"a@b.org\",\"to\":[]}} | settings.from",
                "{\"settings\":{\"type\":\"webhook\",\"url\":\"https://x.org/h\",\"signingSecret\":\"whsec_c2ltdWxhdGVkLXNpZ25pbmctc2VjcmV0LTMyYnl0ZXM=\"}} | -",
                "{\"settings\":{\"type\":\"webhook\",\"url\":\"https://x.org/h\",\"signingSecret\":\"secret\"}} | settings.signingSecret:",
                "{\"settings\":{\"type\":\"webhook\",\"url\":\"file:///etc/passwd\",\"signingSecret\":\"whsec_c2ltdWxhdGVkLXNpZ25pbmctc2VjcmV0LTMyYnl0ZXM=\"}} | settings.url:",
                "{\"settings\":{\"type\":\"discord\",\"botToken\":\"t\",\"channelId\":\"112233445566778899\"}} | -",
                "{\"settings\":{\"type\":\"discord\",\"webhookUrl\":\"https://discord.com/api/webhooks/1/x\"}} | -",
                "{\"settings\":{\"type\":\"discord\",\"botToken\":\"secret\"}} | settings.channelId:",
                "{\"settings\":{\"type\":\"discord\"}} | settings.botToken",
                "{\"settings\":{\"type\":\"discord\",\"botToken\":\"t\",\"channelId\":\"112233445566778899\",\"publicKey\":\"secret\"}} | settings.publicKey:",
                "{\"settings\":{\"type\":\"slack\",\"botToken\":\"t\",\"channel\":\"C0123456789\"}} | -",
                "{\"settings\":{\"type\":\"slack\",\"botToken\":\"secret\",\"channel\":\"#general\"}} | settings.channel:",
                "{\"settings\":{\"type\":\"slack\",\"webhookUrl\":\"file:///x\"}} | settings.webhookUrl:",
                "{\"settings\":{\"type\":\"feishu\",\"domain\":\"LARK\",\"appId\":\"cli_1\",\"appSecret\":\"s\",\"chatId\":\"oc_a0553eda9014c201\"}} | -",
                "{\"settings\":{\"type\":\"feishu\",\"domain\":\"FEISHU\",\"webhookUrl\":\"https://open.feishu.cn/open-apis/bot/v2/hook/1\"}} | -",
                "{\"settings\":{\"type\":\"feishu\",\"webhookUrl\":\"https://open.feishu.cn/open-apis/bot/v2/hook/1\"}} | settings.domain:",
                "{\"settings\":{\"type\":\"feishu\",\"domain\":\"LARK\",\"appId\":\"cli_1\"}} | settings.appId",
                "{\"settings\":{\"type\":\"sms\",\"accountSid\":\"AC00000000000000000000000000000000\",\"authToken\":\"t\",\"from\":\"+15005550006\",\"to\":\"+491701234567\"}} | -",
                "{\"settings\":{\"type\":\"sms\",\"accountSid\":\"secret\",\"authToken\":\"t\",\"from\":\"+15005550006\",\"to\":\"+491701234567\"}} | settings.accountSid:",
                "{\"settings\":{\"type\":\"sms\",\"accountSid\":\"AC00000000000000000000000000000000\",\"authToken\":\"t\",\"to\":\"+491701234567\"}} | settings.from",
                "{\"settings\":{\"type\":\"sms\",\"accountSid\":\"AC00000000000000000000000000000000\",\"authToken\":\"t\",\"from\":\"+15005550006\",\"to\":\"0170\"}} | settings.to:",
                "{\"settings\":{\"type\":\"custom\",\"adapter\":\"my-pager\"}} | -",
                "{\"settings\":{\"type\":\"custom\",\"url\":\"https://x.org\",\"signingSecret\":\"whsec_c2ltdWxhdGVkLXNpZ25pbmctc2VjcmV0LTMyYnl0ZXM=\"}} | -",
                "{\"settings\":{\"type\":\"custom\",\"url\":\"https://x.org\"}} | settings.signingSecret:",
                "{\"settings\":{\"type\":\"custom\"}} | settings.url",
                "{\"settings\":{\"type\":\"custom\",\"adapter\":\"a\",\"url\":\"https://x.org\"}} | settings.url",
                "{\"settings\":{\"type\":\"telegram\",\"botToken\":\"123456:AAAAAAAAAAAAAAAAAAAAAAAA\"},\"people\":[{\"name\":\"Mia\",\"role\":\"viewer\"},{\"name\":\"Mia\",\"role\":\"launcher\"}]} | people:",
                "{\"settings\":{\"type\":\"telegram\",\"botToken\":\"123456:AAAAAAAAAAAAAAAAAAAAAAAA\"},\"people\":[{\"name\":\"\",\"role\":\"viewer\"}]} | people:"
            })
    void invalidFieldIsNamedWithoutSecrets(String json, @Nullable String fault) throws JsonProcessingException {
        ChannelRegistration registration = ProtocolJson.mapper().readValue(json, ChannelRegistration.class);
        var found = new RegistrationValidator(KnownProviders.registry()).fault(registration);
        if (fault == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).get().asString().startsWith(fault).doesNotContain("\"secret\"");
        }
    }

    /** Settings of a provider with every text that they have. */
    private static String full(String type) {
        try {
            return Files.readString(SETTINGS.resolve(type + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException("A provider has its settings in " + SETTINGS, e);
        }
    }

    static Stream<Arguments> blanks() {
        return KnownProviders.registry().providers().stream()
                .flatMap(provider -> texts("", provider.settingsType()).flatMap(field -> Stream.of("", "  ")
                        .map(blank -> Arguments.of(provider.type().id(), field, blank))));
    }

    private static Stream<String> texts(String prefix, Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .flatMap(field -> field.getType() == String.class
                        ? Stream.of(prefix + field.getName())
                        : field.getType().isRecord()
                                ? texts(prefix + field.getName() + "/", field.getType())
                                : Stream.empty());
    }

    /** A blank signing secret would let anybody sign, or break the hook: no provider's settings may have one. */
    @ParameterizedTest
    @MethodSource("blanks")
    @Attack(
            by = Attacker.CHANNEL_OWNER,
            tries = "a blank signing secret or token",
            gets = "the registration is refused, for every provider")
    void blankTextIsRefusedForEveryProvider(String type, String field, String blank) throws JsonProcessingException {
        ObjectNode settings = (ObjectNode) ProtocolJson.mapper().readTree(full(type));
        ObjectNode parent = field.contains("/") ? (ObjectNode) settings.path(field.split("/")[0]) : settings;
        String name = field.substring(field.indexOf('/') + 1);
        assertThat(parent.has(name)).as("the registration has %s", field).isTrue();
        parent.put(name, blank);
        ChannelRegistration registration = ProtocolJson.mapper()
                .readValue("{\"settings\":" + settings + ",\"people\":[]}", ChannelRegistration.class);
        assertThat(new RegistrationValidator(KnownProviders.registry()).fault(registration))
                .get()
                .asString()
                .startsWith("settings." + field.replace('/', '.') + ": must not be blank");
    }
}
