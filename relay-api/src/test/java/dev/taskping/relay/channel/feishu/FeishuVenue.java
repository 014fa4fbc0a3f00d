package dev.taskping.relay.channel.feishu;

import dev.taskping.relay.channel.conformance.Limit;
import dev.taskping.relay.channel.conformance.Shown;
import dev.taskping.relay.channel.conformance.Venue;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.http.Timeouts;
import dev.taskping.relay.channel.render.VisibleText;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.testkit.simulator.feishu.FeishuButton;
import dev.taskping.testkit.simulator.feishu.FeishuFile;
import dev.taskping.testkit.simulator.feishu.FeishuMessage;
import dev.taskping.testkit.simulator.feishu.FeishuSimulator;
import dev.taskping.testkit.simulator.http.FaultPlan;
import java.util.List;
import java.util.Objects;

/** The group in Feishu, whoever writes to it. */
abstract class FeishuVenue implements Venue {

    final FeishuSimulator feishu = FeishuSimulator.start();
    private final FeishuAdapter adapter;

    FeishuVenue(Timeouts patience) {
        adapter = FeishuTesting.adapter(new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1")), patience));
    }

    @Override
    public ChannelAdapter<?> adapter() {
        return adapter;
    }

    @Override
    public List<Limit> limits() {
        String guide = "https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot";
        return List.of(
                Limit.of("card of an app", "30 KB", "https://open.feishu.cn/document/server-docs/im-v1/message/create"),
                Limit.of("request of a custom bot", "20 KB", guide),
                Limit.of("messages of a custom bot", "5 a second, 100 a minute", guide));
    }

    @Override
    public FaultPlan faults() {
        return feishu.faults();
    }

    @Override
    public List<Shown> shown() {
        return feishu.messages().stream()
                .filter(message -> message.file() == null)
                .map(message -> new Shown(
                        message.content().whole(),
                        filesBelow(message),
                        message.content().buttons().stream()
                                .filter(button -> button.value() != null)
                                .map(FeishuButton::label)
                                .toList(),
                        message.earlier().size(),
                        message.type().equals("interactive")))
                .toList();
    }

    private List<Shown.File> filesBelow(FeishuMessage message) {
        return feishu.messages().stream()
                .filter(below -> message.id().equals(below.parent()))
                .map(FeishuMessage::file)
                .filter(Objects::nonNull)
                .map(FeishuVenue::file)
                .toList();
    }

    private static Shown.File file(FeishuFile file) {
        return new Shown.File(file.name(), file.text());
    }

    @Override
    public String displayed(String text) {
        return VisibleText.of(text);
    }

    @Override
    public void close() {
        feishu.close();
    }
}
