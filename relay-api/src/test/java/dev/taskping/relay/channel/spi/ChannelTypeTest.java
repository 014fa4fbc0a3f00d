package dev.taskping.relay.channel.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.channel.AdapterInvoker;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.discord.DiscordSettings;
import dev.taskping.relay.channel.feishu.FeishuSettings;
import dev.taskping.relay.channel.slack.SlackSettings;
import dev.taskping.relay.channel.telegram.TelegramSettings;
import dev.taskping.relay.channel.webhook.WebhookSettings;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChannelTypeTest {

    private static final URI HOOK = URI.create("https://hooks.example.com/services/T0/B0/secret");

    static Stream<Arguments> waysAndWhetherTheyEdit() {
        return Stream.of(
                Arguments.of(new TelegramSettings("t", 1L, null), true),
                Arguments.of(new DiscordSettings("t", "1", "k", null, null), true),
                Arguments.of(new DiscordSettings(null, null, null, HOOK, null), true),
                Arguments.of(new SlackSettings("xoxb-1", "C1", "s", null, null), true),
                Arguments.of(new SlackSettings(null, null, null, HOOK, null), false),
                Arguments.of(
                        new FeishuSettings(FeishuSettings.Domain.LARK, "a", "s", "oc_1", "v", null, null, null, null),
                        true),
                Arguments.of(
                        new FeishuSettings(FeishuSettings.Domain.LARK, null, null, null, null, null, HOOK, "s", null),
                        false),
                Arguments.of(new WebhookSettings(HOOK, "whsec_x", null), false));
    }

    @ParameterizedTest
    @MethodSource("waysAndWhetherTheyEdit")
    void incomingWebhooksOftenCannotEdit(ProviderSettings way, boolean edits) {
        assertThat(way.edits()).isEqualTo(edits);
    }

    /** A bot's message is not edited by an incoming webhook, which could only say it again. */
    @Test
    void aMessageThatCannotBeEditedAnyMoreIsLeftAsItIs() {
        AdapterInvoker adapterInvoker = new AdapterInvoker(List.of());
        Notification edit = Samples.notification(
                Samples.succeeded(""), new Notification.Placement.EditOf("C1", "1700000000.000100", false));
        assertThat(adapterInvoker.send(new SlackSettings(null, null, null, HOOK, null), edit))
                .isEqualTo(new DeliveryResult.Delivered("1700000000.000100"));
    }
}
