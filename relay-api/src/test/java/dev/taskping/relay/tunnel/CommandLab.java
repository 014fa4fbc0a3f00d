package dev.taskping.relay.tunnel;

import static org.awaitility.Awaitility.await;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.relay.TestCluster;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.command.CommandStore;
import dev.taskping.relay.command.CommandTarget;
import dev.taskping.relay.command.LaunchTarget;
import dev.taskping.relay.command.NewCommand;
import dev.taskping.testkit.simulator.webhook.ReceivedRequest;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A task that ended, a channel that was told, and commands of a person there. */
final class CommandLab implements AutoCloseable {

    static final String WORKSPACE = "default";
    static final LaunchTarget EVALUATE = new LaunchTarget("evaluate", Map.of());

    private static final TestCluster LAB = TestCluster.LAB;

    final String uid = UUID.randomUUID().toString();
    private final String channel = "sink-" + uid;
    private final WebhookSink sink;
    private final Jdbi jdbi;
    private final CommandStore commands;
    private final ChannelStore channels;

    /** With a receiver that goes by the relay's clock. */
    CommandLab(Jdbi jdbi, CommandStore commands, ChannelStore channels, Clock clock) {
        this.sink = WebhookSink.start(clock);
        this.jdbi = jdbi;
        this.commands = commands;
        this.channels = channels;
        // The cluster is everybody's: commands that other tests left unanswered would keep these from being sent.
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE command SET state = 'expired' WHERE state IN ('pending', 'sent', 'awaiting_confirmation')"));
        LAB.register("ml", channel, sink);
        LAB.send(LAB.succeeded(uid, channel)).statusCode(200);
        await().until(() -> sink.accepted().size() == 1);
    }

    /** A command by text of Mia's, an operator. */
    String submit(CommandTarget target, @Nullable Duration ttl) {
        return submit(jdbi, target, Role.OPERATOR, ttl);
    }

    /** The same, in a database connection that may be another replica's. */
    String submit(Jdbi replica, CommandTarget target, Role role, @Nullable Duration ttl) {
        return replica.inTransaction(handle -> {
            UUID channelId = channels.find(handle, WORKSPACE, TestCluster.ID, new ChannelKey("ml", channel))
                    .orElseThrow()
                    .id();
            return commands.submit(
                            handle,
                            new NewCommand(
                                    WORKSPACE,
                                    TestCluster.ID,
                                    "ml",
                                    UUID.randomUUID().toString(),
                                    uid,
                                    null,
                                    mia(role),
                                    target,
                                    channelId,
                                    null,
                                    "message-" + UUID.randomUUID(),
                                    null,
                                    ttl))
                    .id()
                    .toString();
        });
    }

    static Requester mia(Role role) {
        return new Requester("Mia", role, "telegram:7", "ml");
    }

    String state(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT state FROM command WHERE id = :id::uuid")
                .bind("id", id)
                .mapTo(String.class)
                .one());
    }

    /** The audit's lines about the end of the command. */
    List<String> audited(String id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT concat_ws('; ', who, account, channel, what, decision, reason) FROM audit
                        WHERE subject = 'command ' || :id ORDER BY id
                        """)
                .bind("id", id)
                .mapTo(String.class)
                .list());
    }

    /** The channel's name in the audit. */
    String channel() {
        return "ml/" + channel;
    }

    /** What the person was told after the task's end. */
    List<String> told() {
        return sink.accepted().stream().skip(1).map(ReceivedRequest::body).toList();
    }

    void awaitTold(int times) {
        await().until(() -> told().size() >= times);
    }

    static CommandResult launched(String id, String job) {
        return new CommandResult(id, Status.LAUNCHED, null, "Launched " + job, "ml", "cmd-" + id, job);
    }

    static CommandResult result(String id, Status status, String message) {
        return new CommandResult(id, status, null, message, "ml", null, null);
    }

    @Override
    public void close() {
        sink.close();
    }
}
