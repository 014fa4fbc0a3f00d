package dev.taskping.operator.command;

import dev.taskping.operator.leadership.LeaderTask;
import dev.taskping.operator.relay.Tunnel;
import dev.taskping.protocol.time.ExponentialBackoff;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Keeps the tunnel to the relay open while this replica leads, and passes every command to the executor. */
@ApplicationScoped
class CommandReceiver implements LeaderTask {

    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(250), Duration.ofSeconds(5));

    private final Tunnel tunnel;
    private final CommandExecutor executor;

    CommandReceiver(Tunnel tunnel, CommandExecutor executor) {
        this.tunnel = tunnel;
        this.executor = executor;
    }

    @Override
    public String name() {
        return "Tunnel to the relay";
    }

    @Override
    public void run() throws InterruptedException {
        tunnel.serve(executor::execute);
    }

    @Override
    public Duration interval() {
        return BACKOFF.after(1);
    }

    @Override
    public ExponentialBackoff backoff() {
        return BACKOFF;
    }

    /** The Launch controller sends its results through the tunnel. */
    @Override
    public boolean outlivesControllers() {
        return true;
    }
}
