package dev.taskping.relay.channel.feishu;

import dev.taskping.relay.channel.feishu.FeishuSettings.Domain;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.http.JsonApiClient;
import dev.taskping.testkit.simulator.feishu.FeishuSimulator;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Channels of a simulated Feishu, and an adapter that may reach it. */
final class FeishuTesting {

    private FeishuTesting() {}

    static FeishuAdapter adapter(String... allowedHosts) {
        return adapter(new ChannelHttpClient(new EgressGuard(List.of(allowedHosts))));
    }

    static FeishuAdapter adapter(ChannelHttpClient client) {
        JsonApiClient http = new JsonApiClient(client);
        Clock clock = Clock.systemUTC();
        return new FeishuAdapter(new FeishuAppBot(new FeishuApiClient(http, clock)), new FeishuCustomBot(http, clock));
    }

    static FeishuSettings app(FeishuSimulator feishu) {
        return app(feishu, feishu.appSecret(), feishu.chatId());
    }

    static FeishuSettings app(FeishuSimulator feishu, String secret, String chat) {
        return new FeishuSettings(
                Domain.FEISHU, feishu.appId(), secret, chat, "verification-token", null, null, null, feishu.url());
    }

    static FeishuSettings custom(FeishuSimulator feishu) {
        return custom(feishu.webhookUrl(), feishu.signingSecret());
    }

    static FeishuSettings custom(URI webhook, @Nullable String secret) {
        return new FeishuSettings(Domain.LARK, null, null, null, null, null, webhook, secret, null);
    }
}
