package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.delivery.dispatch.InFlight.Share;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * What a replica can take when it claims messages.
 *
 * @param kinds kinds of channels it has room for
 * @param lanes its requests on their way, by lane
 * @param shares its requests on their way, by tenant and kind
 * @param share how many requests of one kind one tenant may have on their way
 * @param deliveries the deliveries that it is sending
 * @param limit how many messages it takes at most
 * @param lease how long they are its own, in ISO 8601
 * @param now the relay's time
 */
record ClaimRequest(
        List<ChannelType> kinds,
        Map<String, Integer> lanes,
        Map<Share, Integer> shares,
        int share,
        List<String> deliveries,
        int limit,
        String lease,
        Instant now) {

    static ClaimRequest of(InFlight inFlight, Instant now, RelayConfiguration.Outbox configuration) {
        return new ClaimRequest(
                inFlight.withRoom(),
                inFlight.lanes(),
                inFlight.shares(),
                inFlight.share(),
                inFlight.deliveries().stream().map(Object::toString).toList(),
                configuration.concurrency(),
                configuration.lease().toString(),
                now);
    }

    /**
     * Binds what {@link DeliveryClaimer#FREE}, {@link DeliveryClaimer#OPEN} and {@link DeliveryClaimer#HELD} name, and the kinds
     * with their concurrency.
     */
    <S extends SqlStatement<S>> S bindTo(S statement) {
        List<Map.Entry<Share, Integer>> held = List.copyOf(shares.entrySet());
        return statement
                .bind("now", now)
                .bind("lease", lease)
                .bind("share", share)
                .bindArray("inHand", String.class, deliveries)
                .bindArray(
                        "kinds",
                        String.class,
                        kinds.stream().map(ChannelType::id).toList())
                .bindArray(
                        "concurrency",
                        Integer.class,
                        kinds.stream().map(ChannelType::concurrency).toList())
                .bindArray(
                        "heldTypes",
                        String.class,
                        held.stream().map(one -> one.getKey().type().id()).toList())
                .bindArray(
                        "heldTenants",
                        String.class,
                        held.stream().map(one -> one.getKey().tenant()).toList())
                .bindArray(
                        "heldRequests",
                        Integer.class,
                        held.stream().map(Map.Entry::getValue).toList());
    }
}
