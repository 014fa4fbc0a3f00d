package dev.taskping.relay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.Confirmation;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand.Action;
import dev.taskping.relay.command.Command.State;
import dev.taskping.relay.command.Command.Validity;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages say no more of a command than the relay knows. */
class CommandMessagesTest {

    private static final Requester MIA = new Requester("Mia", Role.OPERATOR, "telegram:7", "ml");
    private static final LaunchTarget LAUNCH = new LaunchTarget("evaluate", Map.of());
    private static final RetryTarget RETRY = new RetryTarget("train");
    private static final TaskTarget STOP = new TaskTarget(Action.STOP, "u1", "train", null);
    private static final Confirmation YES = new Confirmation(true, MIA);
    private static final CommandResult LAUNCHED =
            new CommandResult("c", Status.LAUNCHED, null, "Launched evaluate-x7f2", "ml", "cmd-c", "evaluate-x7f2");
    private static final CommandResult QUESTION = new CommandResult(
            "c", Status.AWAITING_CONFIRMATION, null, "Launch evaluate with lr 0.1?", "ml", "cmd-c", null);
    private static final CommandResult REFUSED =
            new CommandResult("c", Status.REJECTED, "TooMany", "Only one at a time.", "ml", null, null);
    private static final CommandResult DONE =
            new CommandResult("c", Status.DONE, null, "train is being stopped", "ml", null, null);
    private static final CommandResult LATE =
            new CommandResult("c", Status.EXPIRED, "Expired", "Came too late", "ml", null, null);

    private static final Instant ASKED = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant END = ASKED.plusSeconds(300);

    static Stream<Arguments> situations() {
        return Stream.of(
                said(LAUNCH, State.PENDING, null, null, false, false, "⏳ evaluate waits for its cluster to connect"),
                said(LAUNCH, State.SENT, null, null, true, false, "⏳ evaluate is being launched"),
                said(STOP, State.SENT, null, null, true, false, "⏳ stop train is on its way"),
                said(
                        LAUNCH,
                        State.AWAITING_CONFIRMATION,
                        QUESTION,
                        null,
                        true,
                        false,
                        "❓ Launch evaluate with lr 0.1?"),
                said(LAUNCH, State.LAUNCHED, LAUNCHED, null, true, false, "🚀 Launched evaluate-x7f2"),
                said(LAUNCH, State.LAUNCHED, LAUNCHED, null, true, true, "🚀 Launched evaluate-x7f2, after all"),
                said(STOP, State.DONE, DONE, null, true, false, "✔ train is being stopped"),
                said(LAUNCH, State.REJECTED, REFUSED, null, true, false, "⚠ Not launched: Only one at a time."),
                said(STOP, State.REJECTED, REFUSED, null, true, false, "⚠ Not done: Only one at a time."),
                said(
                        LAUNCH,
                        State.EXPIRED,
                        null,
                        null,
                        false,
                        true,
                        "⌛ Not launched: the cluster was not connected for 5 min, so evaluate was dropped; send the command again"),
                said(
                        RETRY,
                        State.EXPIRED,
                        null,
                        null,
                        true,
                        true,
                        "⌛ The cluster did not answer within 5 min; train again may still have been launched:"
                                + " check with status before you send it again"),
                said(
                        STOP,
                        State.EXPIRED,
                        null,
                        null,
                        true,
                        true,
                        "⌛ The cluster did not answer within 5 min; stop train may still have been done:"
                                + " check with status before you send it again"),
                said(
                        LAUNCH,
                        State.EXPIRED,
                        LATE,
                        null,
                        true,
                        false,
                        "⌛ Not launched: evaluate reached its cluster too late; send the command again"),
                said(
                        LAUNCH,
                        State.EXPIRED,
                        QUESTION,
                        null,
                        true,
                        true,
                        "⌛ Not launched: evaluate was not confirmed within 5 min; send the command again"),
                said(
                        LAUNCH,
                        State.EXPIRED,
                        QUESTION,
                        YES,
                        true,
                        true,
                        "⌛ The cluster did not answer within 5 min; evaluate may still have been launched:"
                                + " check with status before you send it again"));
    }

    @ParameterizedTest
    @MethodSource("situations")
    void stateOfACommandIsSaidInOneLine(Command command, String said) {
        assertThat(CommandMessages.line(command).title()).isEqualTo(said + " — asked by Mia");
    }

    private static Arguments said(
            CommandTarget target,
            State state,
            @Nullable CommandResult result,
            @Nullable Confirmation confirmation,
            boolean sent,
            boolean givenUp,
            String said) {
        Command command = new Command(
                new UUID(0, 1),
                "default",
                "lab",
                "ml",
                "u1",
                "train",
                MIA,
                target,
                state,
                result,
                null,
                null,
                null,
                null,
                null,
                confirmation,
                new Validity(ASKED, END, sent ? ASKED : null, givenUp ? END : null));
        return Arguments.of(command, said);
    }
}
