package dev.taskping.relay.channel.http;

import dev.taskping.relay.platform.database.OpenTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/**
 * The HTTP client that all channels share: with timeouts, keep-alive and guarded sockets, without redirects and proxies. It
 * never repeats a request by itself: the outbox decides whether a message may be sent again.
 */
@ApplicationScoped
public class ChannelHttpClient {

    private static final int IDLE_CONNECTIONS = 256;

    private final EgressGuard guard;
    private final Timeouts timeouts;
    private final OkHttpClient client;

    /** As configured. */
    @Inject
    public ChannelHttpClient(EgressConfiguration configuration) {
        this(new EgressGuard(configuration.allowedHosts().orElse(List.of())));
    }

    /** With another guard. */
    public ChannelHttpClient(EgressGuard guard) {
        this(guard, Timeouts.USUAL);
    }

    /** With another guard and other timeouts. */
    public ChannelHttpClient(EgressGuard guard, Timeouts timeouts) {
        this.guard = guard;
        this.timeouts = timeouts;
        this.client = new OkHttpClient.Builder()
                .connectTimeout(timeouts.connect())
                .readTimeout(timeouts.transfer())
                .writeTimeout(timeouts.transfer())
                .callTimeout(timeouts.call())
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .proxy(Proxy.NO_PROXY)
                .addInterceptor(chain -> {
                    assert OpenTransactions.none() : "a request in a database transaction";
                    return chain.proceed(chain.request());
                })
                .socketFactory(new GuardedSocketFactory(guard))
                .build();
    }

    /** The shared client. */
    public OkHttpClient client() {
        return client;
    }

    /** The same connections and rules for requests that the provider holds open for up to {@code wait}. */
    public OkHttpClient longPolling(Duration wait) {
        return client.newBuilder()
                .readTimeout(wait.plus(timeouts.transfer()))
                .callTimeout(wait.plus(timeouts.call()))
                .build();
    }

    /** The guard of the sockets. */
    public EgressGuard guard() {
        return guard;
    }

    /** How long a provider is waited for. */
    public Timeouts timeouts() {
        return timeouts;
    }
}
