package dev.taskping.relay.conversation.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.telegram.TelegramSettings;
import dev.taskping.relay.command.grammar.CommandParser;
import dev.taskping.relay.command.grammar.CommandParser.Parsed;
import dev.taskping.relay.task.TaskView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskMatchTest {

    private static final RegisteredChannel CHANNEL = new RegisteredChannel(
            new UUID(0, 1),
            "default",
            "lab",
            new ChannelKey("ml", "team"),
            new TelegramSettings("1:token", 1L, null),
            null,
            "0");

    /** Tasks are R(unning), S(ucceeded), F(ailed), C(ancelled); numbers say which of them come into question. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    stop          | R         | 1
                    stop          | S F       | none
                    stop          | R S R     | 1 3
                    extend 2h     | S R       | 2
                    keep          | S R F     | 1 2 3
                    mute 1h       | S R       | 2
                    retry         | R S       | 2
                    retry         | S F S     | 2
                    retry         | S S       | 1 2
                    retry         | C R F     | 1 3
                    retry         | R         | none
                    status        | S         | 1
                    logs 5        | S R       | 1 2
                    logs 5        | S S S S S S S | 1 2 3 4 5
                    launch next   | R S       | none
                    help          | R S       | none
                    """)
    void commandMatchesTheTasksItCanApplyTo(String command, String tasks, String expected) {
        Verb verb = ((Parsed.Understood) new CommandParser().parse(command)).verb();
        List<TaskCandidate> latest = new ArrayList<>();
        for (String letter : tasks.split(" ")) {
            latest.add(task(latest.size() + 1, letter, List.of()));
        }
        assertThat(numbers(TaskMatch.of(verb, latest))).isEqualTo(expected);
    }

    @Test
    void launchThatIsTheSameAfterEachTaskMatchesOne() {
        NextLaunch best = new NextLaunch("evaluate", Map.of("checkpoint", "best"));
        NextLaunch last = new NextLaunch("evaluate", Map.of("checkpoint", "last"));
        List<TaskCandidate> same =
                List.of(task(1, "S", List.of(best)), task(2, "S", List.of(best)), task(3, "S", List.of()));
        List<TaskCandidate> different = List.of(task(1, "S", List.of(best)), task(2, "S", List.of(last)));

        assertThat(numbers(TaskMatch.of(new Verb.Launch(null, Map.of()), same))).isEqualTo("1");
        assertThat(numbers(TaskMatch.of(new Verb.Launch("evaluate", Map.of()), different)))
                .isEqualTo("1 2");
        assertThat(numbers(TaskMatch.of(new Verb.Launch("evaluate", Map.of("checkpoint", "first")), different)))
                .as("the person says all that they differ in")
                .isEqualTo("1");
        assertThat(numbers(TaskMatch.of(new Verb.Launch("deploy", Map.of()), same)))
                .isEqualTo("none");
    }

    private static String numbers(TaskMatch match) {
        List<TaskCandidate> tasks =
                switch (match) {
                    case TaskMatch.None none -> List.of();
                    case TaskMatch.One(TaskCandidate task) -> List.of(task);
                    case TaskMatch.Several(List<TaskCandidate> several) -> several;
                };
        return tasks.isEmpty()
                ? "none"
                : String.join(
                        " ",
                        tasks.stream()
                                .map(candidate -> candidate.task().task().uid())
                                .toList());
    }

    private static TaskCandidate task(int number, String letter, List<NextLaunch> next) {
        @Nullable
        Outcome outcome =
                switch (letter) {
                    case "S" -> Outcome.of(Result.SUCCEEDED, null, null);
                    case "F" -> Outcome.of(Result.FAILED, null, null);
                    case "C" -> Outcome.of(Result.CANCELLED, null, null);
                    default -> null;
                };
        String uid = Integer.toString(number);
        TaskView view = new TaskView(
                new TaskIdentity("Job", "ml", "train-" + uid, uid, Map.of()),
                "lab",
                outcome == null ? "running" : "finished",
                outcome,
                Timing.UNKNOWN,
                null,
                null,
                next,
                List.of(),
                Instant.EPOCH,
                Instant.EPOCH);
        return new TaskCandidate(CHANNEL, view);
    }
}
