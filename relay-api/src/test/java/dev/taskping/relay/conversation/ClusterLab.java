package dev.taskping.relay.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.Confirmation;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;
import dev.taskping.relay.TestCluster;
import dev.taskping.relay.tunnel.TunnelClient;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;

/** The test cluster at the other end of its tunnel, answering what a test says. */
final class ClusterLab implements AutoCloseable {

    private final Jdbi jdbi;
    private final TunnelClient tunnel;

    ClusterLab(Jdbi jdbi, URI address) {
        this.jdbi = jdbi;
        this.tunnel = new TunnelClient(address, TestCluster.LAB);
        await("the relay knows that the cluster is there")
                .until(() -> jdbi.withHandle(
                        handle -> handle.createQuery("SELECT last_seen IS NOT NULL FROM cluster WHERE id = :id")
                                .bind("id", TestCluster.ID)
                                .mapTo(Boolean.class)
                                .one()));
    }

    /** Waits for a launch about the task that is such. */
    LaunchCommand awaitLaunch(String taskUid, Predicate<LaunchCommand> such) {
        await("a launch").untilAsserted(() -> assertThat(launches(taskUid)).anyMatch(such));
        return launches(taskUid).stream().filter(such).findFirst().orElseThrow();
    }

    /** Waits for what the person answered to the question whether it is meant. */
    Confirmation awaitConfirmation(String taskUid) {
        return Objects.requireNonNull(
                awaitLaunch(taskUid, launch -> launch.confirmation() != null).confirmation());
    }

    /** The launches about a task that arrived, repetitions included. */
    List<LaunchCommand> launches(String taskUid) {
        return tunnel.commands().stream()
                .filter(command -> taskUid.equals(command.cause().taskUid()))
                .toList();
    }

    /** Waits for what is to be done about the task. */
    TaskCommand awaitChange(String taskUid) {
        await("a change").untilAsserted(() -> assertThat(changes(taskUid)).isNotEmpty());
        return changes(taskUid).getFirst();
    }

    List<TaskCommand> changes(String taskUid) {
        return tunnel.changes().stream()
                .filter(change -> change.taskUid().equals(taskUid))
                .toList();
    }

    /** Asks whether a launch is meant. */
    void asksWhether(String commandId, String question) {
        tunnel.answer(new CommandResult(
                commandId,
                Status.AWAITING_CONFIRMATION,
                null,
                question,
                namespace(commandId),
                "cmd-" + commandId,
                null));
    }

    void launched(String commandId, String job) {
        tunnel.answer(
                new CommandResult(commandId, Status.LAUNCHED, null, "", namespace(commandId), "cmd-" + commandId, job));
    }

    void rejected(String commandId, String reason, String sentence) {
        tunnel.answer(
                new CommandResult(commandId, Status.REJECTED, reason, sentence, namespace(commandId), null, null));
    }

    void done(String commandId, String sentence) {
        tunnel.answer(new CommandResult(commandId, Status.DONE, null, sentence, namespace(commandId), null, null));
    }

    private String namespace(String commandId) {
        return tunnel.copies(commandId).getFirst().namespace();
    }

    /** Goes, and is not thought to be there any more. */
    @Override
    public void close() {
        tunnel.close();
        jdbi.useHandle(handle -> handle.execute("UPDATE cluster SET last_seen = NULL"));
        // Mia is one person in all tests, and asks for more in a minute than a person may.
        jdbi.useHandle(handle -> handle.execute("DELETE FROM request_window"));
    }
}
