package dev.taskping.operator.relay;

import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.FromRelay;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Has commands carried out, some at a time. What is beyond the bound is dropped: the relay keeps every command until it is
 * answered, and sends it again.
 */
final class CommandDesk {

    private static final Logger LOG = Logger.getLogger(CommandDesk.class);

    private final CommandHandler launches;
    private final TaskCommandHandler tasks;
    private final Consumer<CommandResult> answers;
    private final int mostWaiting;
    private final Semaphore places;
    /** What is at work or waits, so that a copy of it is not worked on beside it. */
    private final Set<String> underway = ConcurrentHashMap.newKeySet();

    /**
     * Opens it.
     *
     * @param places how many commands are carried out at the same time
     * @param mostWaiting how many are taken in at most
     */
    CommandDesk(
            CommandHandler launches,
            TaskCommandHandler tasks,
            Consumer<CommandResult> answers,
            int places,
            int mostWaiting) {
        this.launches = launches;
        this.tasks = tasks;
        this.answers = answers;
        this.places = new Semaphore(places);
        this.mostWaiting = mostWaiting;
    }

    /** Takes a command in; returns at once. */
    void take(FromRelay command) {
        String key = key(command);
        if (underway.size() >= mostWaiting) {
            LOG.warnf("%d commands wait already; command %s comes again later", mostWaiting, command.commandId());
            return;
        }
        if (!underway.add(key)) {
            return;
        }
        Deadline deadline = deadline(command);
        Thread thread = Thread.ofVirtual().name("command").unstarted(() -> {
            try {
                inTurn(command, deadline);
            } finally {
                underway.remove(key);
            }
        });
        // The HTTP client's threads know the JDK's classes only; beans that are made on first use need ours.
        thread.setContextClassLoader(CommandDesk.class.getClassLoader());
        thread.start();
    }

    private void inTurn(FromRelay command, Deadline deadline) {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            carryOut(command, deadline).ifPresent(answers);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Command %s could not be carried out; the relay sends it again", command.commandId());
        } finally {
            places.release();
        }
    }

    private Optional<CommandResult> carryOut(FromRelay command, Deadline deadline) {
        return switch (command) {
            // Whether an earlier copy of it became a Launch, which counts its time by itself, only the handler knows.
            case LaunchCommand launch
            when deadline.isPast() -> {
                LOG.infof("Command %s waited here for too long; it is not begun any more", launch.commandId());
                yield Optional.empty();
            }
            case LaunchCommand launch -> launches.handle(launch);
            case TaskCommand task when deadline.isPast() -> Optional.of(expired(task));
            case TaskCommand task -> Optional.of(tasks.handle(task, deadline));
        };
    }

    /** What is said of a command whose time has passed before anything was done. */
    static CommandResult expired(TaskCommand task) {
        return new CommandResult(
                task.commandId(),
                Status.EXPIRED,
                "Expired",
                "The command came too late; nothing was done to " + task.taskName(),
                null,
                null);
    }

    private static Deadline deadline(FromRelay command) {
        return Deadline.in(
                switch (command) {
                    case LaunchCommand launch -> launch.ttlSeconds();
                    case TaskCommand task -> task.ttlSeconds();
                });
    }

    /** A person's answer is no copy of the question. */
    private static String key(FromRelay command) {
        boolean confirmed = command instanceof LaunchCommand launch && launch.confirmation() != null;
        return confirmed ? command.commandId() + "/confirmed" : command.commandId();
    }
}
