package dev.taskping.relay.channel.discord;

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
 * Hears people on Discord: it pushes interactions to the application's Interactions Endpoint URL and waits three seconds for an
 * answer ("Receiving and Responding").
 */
@ApplicationScoped
public class DiscordInboundAdapter implements HookAdapter<DiscordSettings> {

    /** "Interaction Callback Type". */
    private static final int PONG = 1;

    private static final int MESSAGE = 4;
    private static final int NOTHING_NEW = 6;

    /** Message resource, "Message Flags": only the person who pressed sees it. */
    private static final int EPHEMERAL = 1 << 6;

    private final Clock clock;

    DiscordInboundAdapter(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Class<DiscordSettings> settingsType() {
        return DiscordSettings.class;
    }

    @Override
    public ChannelType type() {
        return DiscordDescriptor.TYPE;
    }

    @Override
    public Optional<BotIdentity> bot(DiscordSettings settings) {
        return settings.webhookUrl() == null && settings.publicKey() != null
                ? Optional.of(BotIdentity.of(
                        type(), String.valueOf(settings.botToken()), settings.publicKey() + " " + settings.apiUrl()))
                : Optional.empty();
    }

    @Override
    public String hookName() {
        return "discord";
    }

    /** Discord sends forged requests itself, and gives the address up if they are not refused so. */
    @Override
    public HookResponse refusal() {
        return HookResponse.empty(401);
    }

    @Override
    public boolean verify(DiscordSettings settings, HookRequest request) {
        return DiscordSignature.isGenuine(
                settings.publicKey(),
                request.header("X-Signature-Ed25519"),
                request.header("X-Signature-Timestamp"),
                request.body(),
                clock.instant());
    }

    @Override
    public HookResult read(DiscordSettings settings, HookRequest request) {
        JsonNode interaction = request.json();
        if (DiscordUpdateParser.isPing(interaction)) {
            return new HookResult.Answer(answer(PONG));
        }
        return bot(settings)
                .flatMap(bot -> DiscordUpdateParser.read(bot, interaction))
                .<HookResult>map(HookResult.Update::new)
                .orElseGet(() -> new HookResult.Answer(answer(NOTHING_NEW)));
    }

    @Override
    public HookResponse acknowledge(DiscordSettings settings, HookRequest request, InboundUpdate update, String popUp) {
        if (!popUp.isEmpty()) {
            return whisper(popUp);
        }
        // A command must be answered by a message; what there is to say comes in one of its own.
        return update instanceof InboundUpdate.Text ? whisper("Taken.") : answer(NOTHING_NEW);
    }

    private static HookResponse answer(int type) {
        return HookResponse.json(JsonNodeFactory.instance.objectNode().put("type", type));
    }

    private static HookResponse whisper(String words) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("type", MESSAGE);
        answer.putObject("data")
                .put("content", words)
                .put("flags", EPHEMERAL)
                .putObject("allowed_mentions")
                .putArray("parse");
        return HookResponse.json(answer);
    }
}
