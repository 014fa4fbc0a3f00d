package dev.taskping.testkit.simulator.slack;

import java.util.HashMap;
import java.util.Map;

/** "Rate limits": one message a second in a channel, with short bursts; how short Slack does not say. */
final class ChannelLimits {

    private static final double BURST = 4;

    private final boolean enforced;
    private final Map<String, Double> tokens = new HashMap<>();
    private long at = System.nanoTime();

    ChannelLimits(boolean enforced) {
        this.enforced = enforced;
    }

    /** Counts one message; false if there are too many. */
    synchronized boolean take(String channel) {
        if (!enforced) {
            return true;
        }
        long now = System.nanoTime();
        double gained = (now - at) / 1e9;
        at = now;
        tokens.replaceAll((name, left) -> Math.min(BURST, left + gained));
        double left = tokens.getOrDefault(channel, BURST);
        if (left < 1) {
            return false;
        }
        tokens.put(channel, left - 1);
        return true;
    }
}
