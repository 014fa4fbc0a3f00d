package dev.taskping.relay.channel.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.HookAdapter;
import dev.taskping.relay.channel.spi.HookRequest;
import dev.taskping.relay.channel.spi.HookResponse;
import dev.taskping.relay.channel.spi.HookResult;
import dev.taskping.relay.channel.spi.InboundUpdate;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/**
 * Hears people on Feishu and Lark: they push events and presses of buttons to one address; anything but 200 within three
 * seconds makes them send an event again.
 */
@ApplicationScoped
public class FeishuInboundAdapter implements HookAdapter<FeishuSettings> {

    private final Clock clock;

    FeishuInboundAdapter(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Class<FeishuSettings> settingsType() {
        return FeishuSettings.class;
    }

    @Override
    public ChannelType type() {
        return FeishuDescriptor.TYPE;
    }

    @Override
    public Optional<BotIdentity> bot(FeishuSettings settings) {
        boolean heard = settings.webhookUrl() == null
                && (settings.verificationToken() != null || settings.encryptKey() != null);
        return heard
                ? Optional.of(BotIdentity.of(
                        type(),
                        settings.verificationToken() + " " + settings.encryptKey(),
                        settings.appId() + " " + settings.domain() + " " + settings.apiUrl()))
                : Optional.empty();
    }

    @Override
    public String hookName() {
        return "feishu";
    }

    @Override
    public boolean verify(FeishuSettings settings, HookRequest request) {
        return open(settings, request).isPresent();
    }

    @Override
    public HookResult read(FeishuSettings settings, HookRequest request) {
        JsonNode event = open(settings, request).orElseGet(JsonNodeFactory.instance::objectNode);
        Optional<String> challenge = FeishuEnvelope.challenge(event);
        if (challenge.isPresent()) {
            return new HookResult.Answer(
                    HookResponse.json(JsonNodeFactory.instance.objectNode().put("challenge", challenge.get())));
        }
        return bot(settings)
                .flatMap(bot -> FeishuUpdateParser.read(bot, event))
                .<HookResult>map(HookResult.Update::new)
                .orElseGet(() -> new HookResult.Answer(toast("")));
    }

    @Override
    public HookResponse acknowledge(FeishuSettings settings, HookRequest request, InboundUpdate update, String popUp) {
        return toast(popUp);
    }

    private static HookResponse toast(String words) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (!words.isEmpty()) {
            answer.putObject("toast").put("type", "info").put("content", words);
        }
        return HookResponse.json(answer);
    }

    private Optional<JsonNode> open(FeishuSettings settings, HookRequest request) {
        FeishuEnvelope.Seal seal = new FeishuEnvelope.Seal(
                request.header("X-Lark-Request-Timestamp"),
                request.header("X-Lark-Request-Nonce"),
                request.header("X-Lark-Signature"));
        return FeishuEnvelope.open(settings, seal, request.text(), clock.instant());
    }
}
