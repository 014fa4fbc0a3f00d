package dev.taskping.relay.channel.custom;

import dev.taskping.protocol.adapter.AdapterCheck;
import dev.taskping.protocol.adapter.AdapterConfiguration;
import dev.taskping.protocol.adapter.AdapterRequest;
import dev.taskping.protocol.adapter.AdapterResult;
import dev.taskping.protocol.adapter.CommunityAdapter;
import java.util.concurrent.CountDownLatch;

/** An adapter as somebody else would write it, found by the service loader; how it behaves is a setting. */
public final class LoadedAdapter implements CommunityAdapter {

    @Override
    public String id() {
        return "loaded";
    }

    @Override
    public AdapterResult send(AdapterRequest request) throws Exception {
        return switch (request.configuration().settings().getOrDefault("behaviour", "deliver")) {
            case "deliver" ->
                new AdapterResult.Delivered("about " + request.message().title());
            case "wait" -> new AdapterResult.RetryAfter(86_400, "come back tomorrow");
            case "reject" -> new AdapterResult.Rejected("no");
            case "throw" ->
                throw new IllegalStateException(
                        "with " + request.configuration().secrets().get("token"));
            case "overflow" -> new AdapterResult.Delivered(overflow(0));
            case "hang" -> {
                new CountDownLatch(1).await();
                yield new AdapterResult.Delivered("never");
            }
            default -> nothing();
        };
    }

    /** As a class would that was not compiled with our null checks. */
    @SuppressWarnings("NullAway")
    private static AdapterResult nothing() {
        return null;
    }

    @SuppressWarnings("InfiniteRecursion") // on purpose
    private static String overflow(int depth) {
        return overflow(depth + 1) + depth;
    }

    @Override
    public AdapterCheck check(AdapterConfiguration configuration) {
        return new AdapterCheck(configuration.secrets().containsKey("token"), "Verified", "It has a token.");
    }
}
