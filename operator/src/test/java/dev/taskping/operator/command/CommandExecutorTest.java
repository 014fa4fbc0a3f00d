package dev.taskping.operator.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.operator.relay.CommandDeadline;
import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.tunnel.TunnelFrame.Cause;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.Confirmation;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Concurrency, copies and deadlines. */
class CommandExecutorTest {

    private static final Requester MIA = new Requester("Mia", Role.OPERATOR, "telegram:7", null);

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger atWork = new AtomicInteger();
    private final AtomicInteger mostAtWork = new AtomicInteger();
    private final List<String> started = new CopyOnWriteArrayList<>();
    private final List<CommandResult> answers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean leads = new AtomicBoolean(true);
    private final CommandExecutor executor =
            new CommandExecutor(this::launch, this::change, answers::add, leads::get, 2, 5);

    @AfterEach
    void open() {
        gate.countDown();
    }

    private Optional<CommandResult> launch(LaunchCommand command) {
        return Optional.of(work(command.commandId(), Status.LAUNCHED));
    }

    private Optional<CommandResult> change(TaskCommand command, CommandDeadline deadline) {
        return Optional.of(work(command.commandId(), Status.DONE));
    }

    private CommandResult work(String id, Status status) {
        started.add(id);
        mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            atWork.decrementAndGet();
        }
        return new CommandResult(id, status, null, "Done.", "ml", null, null);
    }

    private static TaskCommand stop(String id, @Nullable Long ttl) {
        return new TaskCommand(id, "ml", "u1", "train", TaskCommand.Action.STOP, null, MIA, ttl);
    }

    private static LaunchCommand launch(String id, @Nullable Confirmation confirmation) {
        return new LaunchCommand(
                id, "ml", "evaluate", null, Map.of(), MIA, new Cause("u1", "train", null), confirmation, null);
    }

    @Test
    void commandsBeyondConcurrencyWaitAndBeyondCapacityAreDropped() {
        for (int i = 0; i < 8; i++) {
            executor.execute(stop("c" + i, null));
        }
        await().until(() -> started.size() == 2);
        gate.countDown();
        await().until(() -> answers.size() == 5);
        assertThat(mostAtWork).hasValue(2);
        assertThat(answers)
                .extracting(CommandResult::commandId)
                .containsExactlyInAnyOrder("c0", "c1", "c2", "c3", "c4");
        // The relay sends the others again.
        executor.execute(stop("c7", null));
        await().until(() -> answers.size() == 6);
    }

    @Test
    void copyIsDroppedAndConfirmationIsCarriedOut() {
        executor.execute(launch("c1", null));
        executor.execute(launch("c1", null));
        executor.execute(launch("c1", new Confirmation(true, MIA)));
        await().until(() -> started.size() == 2);
        gate.countDown();
        await().until(() -> answers.size() == 2);
        assertThat(started).hasSize(2);
    }

    /** The next leader may already carry it out. */
    @Test
    void replicaThatLostLeadershipChangesNoJob() {
        executor.execute(stop("a", null));
        executor.execute(stop("b", null));
        await().until(() -> started.size() == 2);
        executor.execute(stop("waits", null));
        executor.execute(launch("c", null));
        leads.set(false);
        gate.countDown();
        await().until(() -> answers.size() == 3);
        assertThat(started).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void commandPastItsDeadlineIsNotCarriedOut() {
        executor.execute(stop("a", null));
        executor.execute(stop("b", null));
        await().until(() -> started.size() == 2);
        executor.execute(stop("late", 0L));
        gate.countDown();
        await().until(() -> answers.size() == 3);
        assertThat(started).doesNotContain("late");
        assertThat(answers)
                .filteredOn(answer -> answer.commandId().equals("late"))
                .singleElement()
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(Status.EXPIRED));
    }
}
