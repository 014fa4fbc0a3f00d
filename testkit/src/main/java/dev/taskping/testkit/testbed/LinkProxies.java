package dev.taskping.testkit.testbed;

import dev.taskping.testkit.network.TcpProxy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The proxies of a stand, by what they connect. */
public final class LinkProxies implements AutoCloseable {

    private final boolean proxied;
    private final Map<Link, List<TcpProxy>> proxies = new EnumMap<>(Link.class);

    LinkProxies(boolean proxied) {
        this.proxied = proxied;
    }

    /** The port to dial in order to reach any of these; the only one's own where nothing has to be between. */
    int connect(Link link, List<Integer> servers) {
        if (!proxied && servers.size() == 1) {
            return servers.getFirst();
        }
        TcpProxy proxy = TcpProxy.to(servers);
        proxies.computeIfAbsent(link, none -> new ArrayList<>()).add(proxy);
        return proxy.port();
    }

    /** Resets every connection, and every new one. */
    public void cut(Link link) {
        each(link, TcpProxy::cut);
    }

    /** Lets nothing pass, and resets nothing. */
    public void stall(Link link) {
        each(link, TcpProxy::stall);
    }

    /** Lets everything pass again. */
    public void restore(Link link) {
        each(link, TcpProxy::restore);
    }

    private void each(Link link, Consumer<TcpProxy> action) {
        List<TcpProxy> affected = proxies.getOrDefault(link, List.of());
        if (affected.isEmpty()) {
            throw new IllegalStateException("Nothing can cut " + link + " here: ask for a stand with proxies");
        }
        affected.forEach(action);
    }

    @Override
    public void close() {
        proxies.values().forEach(all -> all.forEach(TcpProxy::close));
    }
}
