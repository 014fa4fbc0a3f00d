package dev.taskping.relay.conversation.sender;

import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.guard.RequestWindows;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/**
 * Limits what people leave behind whom nobody invited. Anybody can write to a bot, by as many accounts as they have or can forge: of these,
 * so many are recorded and answered for each bot in a while, and the rest only counts.
 */
@ApplicationScoped
public class StrangerLimit {

    static final int MOST = 20;
    static final Duration WITHIN = Duration.ofMinutes(10);

    private final RequestWindows windows;

    StrangerLimit(RequestWindows windows) {
        this.windows = windows;
    }

    /** Whether one more stranger may be recorded and answered; counts them. */
    public boolean admits(Handle handle, Bot bot) {
        return !windows.count(handle, "strangers/" + bot.scope(), WITHIN).exceeds(MOST);
    }
}
