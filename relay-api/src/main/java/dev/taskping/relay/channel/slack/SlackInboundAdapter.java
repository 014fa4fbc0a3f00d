package dev.taskping.relay.channel.slack;

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
 * Hears people on Slack: it pushes interactions and slash commands to the app's Request URL for both, and waits three seconds
 * for an answer.
 */
@ApplicationScoped
public class SlackInboundAdapter implements HookAdapter<SlackSettings> {

    private final SlackApiClient api;
    private final Clock clock;

    SlackInboundAdapter(SlackApiClient api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    @Override
    public Class<SlackSettings> settingsType() {
        return SlackSettings.class;
    }

    @Override
    public ChannelType type() {
        return SlackDescriptor.TYPE;
    }

    @Override
    public Optional<BotIdentity> bot(SlackSettings settings) {
        return settings.webhookUrl() == null && settings.signingSecret() != null
                ? Optional.of(
                        BotIdentity.of(type(), settings.signingSecret(), settings.botToken() + " " + settings.apiUrl()))
                : Optional.empty();
    }

    @Override
    public String hookName() {
        return "slack";
    }

    @Override
    public HookResponse refusal() {
        return HookResponse.empty(401);
    }

    @Override
    public boolean verify(SlackSettings settings, HookRequest request) {
        return SlackSignature.isGenuine(
                settings.signingSecret(),
                request.header("X-Slack-Signature"),
                request.header("X-Slack-Request-Timestamp"),
                request.body(),
                clock.instant());
    }

    @Override
    public HookResult read(SlackSettings settings, HookRequest request) {
        return bot(settings)
                .flatMap(bot -> SlackUpdateParser.read(bot, request))
                .<HookResult>map(HookResult.Update::new)
                .orElseGet(() -> new HookResult.Answer(HookResponse.empty(200)));
    }

    @Override
    public HookResponse acknowledge(SlackSettings settings, HookRequest request, InboundUpdate update, String popUp) {
        if (!popUp.isEmpty()) {
            // Slack waits for our answer, and shows words only if they come by themselves.
            SlackUpdateParser.responseUrl(request)
                    .ifPresent(url -> Thread.ofVirtual().name("slack-response").start(() -> api.whisper(url, popUp)));
        }
        return HookResponse.empty(200);
    }
}
