package dev.taskping.relay.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import dev.taskping.protocol.event.Usage;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.template.TemplateException;
import dev.taskping.protocol.template.TemplateVariables;
import dev.taskping.relay.channel.render.PlainText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the page about messages promises. */
class MessagesPageTest {

    private static final Path PAGE = Path.of("../docs/reference/messages.md");
    private static final Pattern EXAMPLE = Pattern.compile("```markdown\n(.*?)```\n```text\n(.*?)```", Pattern.DOTALL);

    private static final TaskEvent FAILED = new TaskEvent(
            "u1/0/finished",
            URI.create("/clusters/lab/namespaces/ml/jobs/train-llm"),
            TaskEventType.FINISHED,
            "u1",
            Instant.parse("2026-01-01T03:12:00Z"),
            new TaskData(
                    new TaskIdentity("Job", "ml", "train-llm", "u1", Map.of("team", "ml")),
                    new Outcome(Result.FAILED, "BackoffLimitExceeded", null, "OutOfMemory", 137, "train-llm-0", "main"),
                    new Timing(null, Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-01T03:12:00Z")),
                    new Usage(8, 25.6),
                    new LogExcerpt("step 1\nCUDA out of memory\n", false),
                    List.of(),
                    List.of(new NextLaunch("evaluate", Map.of()))));

    private static String page() throws IOException {
        return Files.readString(PAGE);
    }

    static Stream<MatchResult> examples() throws IOException {
        List<MatchResult> examples = EXAMPLE.matcher(page()).results().toList();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
        return examples.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void documentedExampleGivesTheDocumentedMessage(MatchResult example) throws TemplateException {
        Message message =
                new TemplateRenderer(null, example.group(1)).apply(FAILED, MessageComposer.compose(FAILED, List.of()));
        assertThat(PlainText.withoutLog(message).strip())
                .isEqualTo(example.group(2).strip());
    }

    @Test
    void everyVariableIsDocumented() throws IOException {
        String page = page();
        TemplateVariables.VALUES.forEach(
                (name, meaning) -> assertThat(page).contains("| `" + name + "` | " + meaning + " |\n"));
        TemplateVariables.LISTS.forEach((list, element) -> {
            assertThat(page).contains("| `" + list + "` | a list; each has ");
            element.forEach((name, meaning) -> assertThat(page).contains("`" + name + "`, " + meaning));
        });
    }

    @Test
    void everyDocumentedVariableExists() throws IOException {
        List<String> names = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE)
                .matcher(page())
                .results()
                .map(result -> result.group(1))
                .toList();
        assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(TemplateVariables.VALUES.containsKey(name)
                        || TemplateVariables.LISTS.containsKey(name)
                        || name.equals("labels.NAME"))
                .as(name)
                .isTrue());
    }
}
