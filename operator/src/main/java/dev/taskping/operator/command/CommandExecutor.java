package dev.taskping.operator.command;

import dev.taskping.operator.launch.LaunchCreator;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.relay.CommandDeadline;
import dev.taskping.operator.relay.Tunnel;
import dev.taskping.operator.taskcommand.TaskCommandExecutor;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.FromRelay;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Has the handlers carry out commands, a limited number at the same time. It drops commands beyond a second limit: the relay
 * keeps every command until it is answered, and sends it again.
 */
@ApplicationScoped
class CommandExecutor {

    private static final Logger LOG = Logger.getLogger(CommandExecutor.class);
    private static final int CONCURRENCY = 16;
    private static final int CAPACITY = 1_000;

    private final Function<LaunchCommand, Optional<CommandResult>> launches;
    private final BiFunction<TaskCommand, CommandDeadline, Optional<CommandResult>> tasks;
    private final Consumer<CommandResult> results;
    private final BooleanSupplier leads;
    private final Semaphore slots;
    private final int capacity;

    /** The commands that wait or are carried out, so that no copy of one is carried out beside it. */
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();

    @Inject
    CommandExecutor(LaunchCreator launches, TaskCommandExecutor tasks, Tunnel tunnel, Leadership leadership) {
        this(launches::handle, tasks::handle, tunnel::send, leadership::leads, CONCURRENCY, CAPACITY);
    }

    /**
     * An executor with other handlers.
     *
     * @param results takes the result of each command
     * @param leads whether this replica may change Jobs
     * @param concurrency the most commands carried out at the same time
     * @param capacity the most commands accepted at the same time
     */
    CommandExecutor(
            Function<LaunchCommand, Optional<CommandResult>> launches,
            BiFunction<TaskCommand, CommandDeadline, Optional<CommandResult>> tasks,
            Consumer<CommandResult> results,
            BooleanSupplier leads,
            int concurrency,
            int capacity) {
        this.launches = launches;
        this.tasks = tasks;
        this.results = results;
        this.leads = leads;
        this.slots = new Semaphore(concurrency);
        this.capacity = capacity;
    }

    /** Accepts a command, or drops it; returns at once. */
    void execute(FromRelay command) {
        String key = key(command);
        if (accepted.size() >= capacity) {
            LOG.warnf(
                    "Dropped command %s, because %d commands already wait; the relay sends it again",
                    command.commandId(), capacity);
            return;
        }
        if (!accepted.add(key)) {
            return;
        }
        CommandDeadline deadline = deadline(command);
        Thread thread = Thread.ofVirtual().name("command").unstarted(() -> {
            try {
                awaitSlot(command, deadline);
            } finally {
                accepted.remove(key);
            }
        });
        // The HTTP client's threads see the JDK's classes only; beans that are created on first use need ours.
        thread.setContextClassLoader(CommandExecutor.class.getClassLoader());
        thread.start();
    }

    private void awaitSlot(FromRelay command, CommandDeadline deadline) {
        try {
            slots.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            carryOut(command, deadline).ifPresent(results);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Command %s failed; the relay sends it again", command.commandId());
        } finally {
            slots.release();
        }
    }

    private Optional<CommandResult> carryOut(FromRelay command, CommandDeadline deadline) {
        return switch (command) {
            // Only the handler knows whether an earlier copy became a Launch, which has its own deadline.
            case LaunchCommand launch
            when deadline.isPast() -> {
                LOG.infof("Dropped command %s, because its deadline passed while it waited", launch.commandId());
                yield Optional.empty();
            }
            case LaunchCommand launch -> launches.apply(launch);
            case TaskCommand task when deadline.isPast() -> Optional.of(TaskCommandExecutor.expired(task));
            // The relay sends it again, to the replica that leads.
            case TaskCommand task when !leads.getAsBoolean() -> Optional.empty();
            case TaskCommand task -> tasks.apply(task, deadline);
        };
    }

    private static CommandDeadline deadline(FromRelay command) {
        return CommandDeadline.in(
                switch (command) {
                    case LaunchCommand launch -> launch.ttlSeconds();
                    case TaskCommand task -> task.ttlSeconds();
                });
    }

    /** A confirmation has the id of the command that it confirms, but is no copy of it. */
    private static String key(FromRelay command) {
        boolean confirmed = command instanceof LaunchCommand launch && launch.confirmation() != null;
        return confirmed ? command.commandId() + "/confirmed" : command.commandId();
    }
}
