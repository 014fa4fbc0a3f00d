package dev.taskping.relay.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.HookRequest;
import dev.taskping.relay.channel.spi.HookResponse;
import dev.taskping.relay.channel.spi.HookResult;
import dev.taskping.relay.channel.spi.InboundUpdate;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmsInboundAdapterTest {

    private static final SmsSettings SETTINGS =
            new SmsSettings("AC" + "0".repeat(32), "auth-token", "+15005550006", null, "+491701234567", null);

    private final SmsInboundAdapter adapter = new SmsInboundAdapter();

    @Test
    void textMessageIsAddressedToTheBot() {
        BotIdentity bot = adapter.bot(SETTINGS).orElseThrow();
        assertThat(read("From=%2B491701234567&MessageSid=SM1&Body=2"))
                .isEqualTo(new HookResult.Update(new InboundUpdate.Text(
                        "SM1",
                        "+491701234567",
                        false,
                        bot.account("+491701234567"),
                        "SM1",
                        "2",
                        null,
                        InboundUpdate.Addressee.BOT)));
    }

    /** With and without Twilio's Advanced Opt-Out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP&OptOutType=STOP",
                "STOP",
                "Stop",
                "+stop%0A",
                "stopall",
                "UNSUBSCRIBE",
                "Cancel",
                "end",
                "QUIT",
                "Revoke",
                "optout",
                "START",
                "unstop",
                "HELP",
                "Info"
            })
    void wordsThatTheCarrierAnswersAreIgnored(String body) {
        assertThat(read("From=%2B491701234567&MessageSid=SM1&Body=" + body)).isInstanceOf(HookResult.Answer.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"halt", "stop+now", "help+me", "status", "%2Fstart+7K3M9QX2TB", "482913", "yes"})
    void otherWordsAreRead(String body) {
        assertThat(read("From=%2B491701234567&MessageSid=SM1&Body=" + body)).isInstanceOf(HookResult.Update.class);
    }

    @Test
    void onlyLostMessagesAreReported() {
        assertThat(read("MessageSid=SM1&MessageStatus=delivered&SmsStatus=delivered"))
                .isEqualTo(new HookResult.Answer(HookResponse.empty(204)));
        assertThat(read("MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30005"))
                .isEqualTo(new HookResult.Undelivered(
                        "SM1", SmsAdapter.lost("undelivered", "30005"), HookResponse.empty(204)));
    }

    private HookResult read(String form) {
        return adapter.read(
                SETTINGS,
                new HookRequest(
                        "POST",
                        URI.create("https://relay.example.org/hooks/1"),
                        Map.of(),
                        form.getBytes(StandardCharsets.UTF_8)));
    }
}
