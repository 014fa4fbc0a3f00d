package dev.taskping.relay.conversation.inbound;

import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.ChannelStore.Hooked;
import dev.taskping.relay.channel.ProviderRegistry;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.HookAdapter;
import dev.taskping.relay.channel.spi.HookRequest;
import dev.taskping.relay.channel.spi.HookResponse;
import dev.taskping.relay.channel.spi.HookResult;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.conversation.InboundHandler;
import dev.taskping.relay.conversation.inbound.EndpointResolver.Endpoint;
import dev.taskping.relay.delivery.dispatch.LateFailureHandler;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;

/**
 * Handles a request to a hook: verifies it with the settings of its channel, reads it, passes the update on, and acknowledges
 * it.
 */
@ApplicationScoped
class HookReceiver {

    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final ProviderRegistry providers;
    private final InboundHandler handler;
    private final LateFailureHandler failures;
    private final ForgeryRecorder forgeries;
    private final InboundGateway gateway;

    HookReceiver(
            Jdbi jdbi,
            ChannelStore channels,
            ProviderRegistry providers,
            InboundHandler handler,
            LateFailureHandler failures,
            ForgeryRecorder forgeries,
            InboundGateway gateway) {
        this.jdbi = jdbi;
        this.channels = channels;
        this.providers = providers;
        this.handler = handler;
        this.failures = failures;
        this.forgeries = forgeries;
        this.gateway = gateway;
    }

    /** Handles a request; what it asks for is stored before the answer is returned. */
    HookResponse receive(Endpoint endpoint, HookRequest request) {
        return switch (endpoint) {
            case Endpoint.Absent absent -> {
                forgeries.count();
                yield absent.refusal();
            }
            case Endpoint.Found found -> receive(found.hooked(), found.adapter(), request);
        };
    }

    private HookResponse receive(Hooked hooked, HookAdapter<ProviderSettings> adapter, HookRequest request) {
        RegisteredChannel channel = hooked.channel();
        ProviderSettings settings = channel.settings();
        // Stored before settings were validated as they are now: what vouches for the provider may be empty.
        if (providers.fault(settings).isPresent() || !adapter.verify(settings, request)) {
            forgeries.record(channel);
            return adapter.refusal();
        }
        return switch (adapter.read(settings, request)) {
            case HookResult.Answer answer -> answer.response();
            case HookResult.Undelivered lost -> {
                failures.report(channel, lost.reference(), lost.reason());
                yield lost.response();
            }
            case HookResult.Anonymous anonymous -> {
                gateway.ignore(bot(hooked, adapter), anonymous.text());
                yield anonymous.response();
            }
            case HookResult.Update update ->
                adapter.acknowledge(
                        settings, request, update.update(), handler.handle(bot(hooked, adapter), update.update()));
        };
    }

    /** The bot, once the database knows that the channel uses it. */
    private BotIdentity bot(Hooked hooked, HookAdapter<ProviderSettings> adapter) {
        BotIdentity bot = adapter.bot(hooked.channel().settings()).orElseThrow();
        if (!bot.id().equals(hooked.botId())) {
            jdbi.useHandle(handle -> channels.setBot(handle, hooked.channel()));
        }
        return bot;
    }
}
