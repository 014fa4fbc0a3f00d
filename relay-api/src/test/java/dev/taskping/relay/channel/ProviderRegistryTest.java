package dev.taskping.relay.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.relay.channel.ProviderRegistry.InvalidSettingsException;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderRegistryTest {

    private final ProviderRegistry registry = KnownProviders.registry();
    private final ObjectMapper json = ProtocolJson.mapper();

    private ProviderSettings read(String wire) throws JsonProcessingException, InvalidSettingsException {
        return registry.read(json.readValue(wire, ChannelSettings.class));
    }

    /** Lanes are told apart by a digest of this, and channels are stored so. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'telegram','botToken':'1:t','chatId':-7,'apiUrl':'http://127.0.0.1:8081'}",
                "{'type':'email','host':'h','port':587,'security':'STARTTLS','username':'u','password':'p','from':'a@b.c',"
                        + "'to':['d@e.f'],'replies':{'host':'i','port':993,'security':'TLS','username':'v','password':'q',"
                        + "'address':'r@b.c','trustedServer':'mx'}}",
                "{'type':'webhook','url':'https://example.com/hook','signingSecret':'whsec_x'}",
                "{'type':'discord','botToken':'t','channelId':'1','publicKey':'k','apiUrl':'http://127.0.0.1:8083'}",
                "{'type':'slack','botToken':'t','channel':'C1','signingSecret':'s','apiUrl':'http://127.0.0.1:8084'}",
                "{'type':'feishu','domain':'LARK','appId':'a','appSecret':'s','chatId':'oc_1','verificationToken':'v',"
                        + "'encryptKey':'e'}",
                "{'type':'sms','accountSid':'AC1','authToken':'t','from':'+1','to':'+2'}",
                "{'type':'custom','url':'https://example.com','signingSecret':'s','settings':{'a':'b'},'secrets':{'c':'d'}}"
            })
    void storedSettingsAreReadAndWrittenUnchanged(String stored) throws Exception {
        String wire = stored.replace('\'', '"');
        ProviderSettings settings = read(wire);
        assertThat(json.writeValueAsString(registry.write(settings))).isEqualTo(wire);
        assertThat(registry.type(settings.type().id())).isEqualTo(settings.type());
    }

    @Test
    void replyMailboxUsesTheServersLoginUnlessItHasItsOwn() throws Exception {
        String server =
                """
                {"type":"email","host":"h","port":587,"security":"STARTTLS","from":"a@b.c","to":["d@e.f"],
                 "username":"u","password":"p",%s"replies":{"host":"i","port":993,"security":"TLS"%s}}""";
        String beside = "\"imapUsername\":\"v\",\"imapPassword\":\"q\",";
        assertThat(json.writeValueAsString(registry.write(read(server.formatted("", "")))))
                .contains("\"username\":\"u\",\"password\":\"p\",\"address\":\"a@b.c\"}}");
        assertThat(json.writeValueAsString(registry.write(read(server.formatted(beside, ",\"address\":\"r@b.c\"")))))
                .contains("\"username\":\"v\",\"password\":\"q\",\"address\":\"r@b.c\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'pigeon'} | settings.type: must be one of custom, discord,",
                "{} | settings.type: must be one of custom, discord,",
                "{'type':'telegram','chatId':'secret'} | settings.chatId: must be a number",
                "{'type':'telegram','botToken':{}} | settings.botToken: must be a text",
                "{'type':'webhook','url':'no address secret'} | settings.url: must be an address",
                "{'type':'email','security':'secret'} | settings.security: must be one of NONE, STARTTLS, TLS",
                "{'type':'email','to':'secret'} | settings.to: must be a list",
                "{'type':'email','replies':{'port':'secret'}} | settings.replies.port: must be a number",
                "{'type':'custom','settings':'secret'} | settings.settings: must be an object"
            })
    void unreadableFieldIsNamedWithoutItsValue(String wire, String fault) {
        assertThatThrownBy(() -> read(wire.replace('\'', '"')))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageStartingWith(fault)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void typesAreUniqueAndUnknownOnesRefused() {
        assertThat(registry.providers()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(registry.types()).extracting(ChannelType::id).doesNotHaveDuplicates();
        assertThatThrownBy(() -> registry.type("pigeon")).isInstanceOf(IllegalArgumentException.class);
    }
}
