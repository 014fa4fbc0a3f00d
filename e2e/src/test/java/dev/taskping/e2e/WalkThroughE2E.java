package dev.taskping.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchStatus;
import dev.taskping.testkit.installation.ChatEntry;
import dev.taskping.testkit.installation.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person sees from the end of a Job to the Job that their reply launches, as the page in the documentation shows it. */
@ExtendWith(InstalledTaskPing.class)
class WalkThroughE2E {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The namespace is shared with other tests, which count Launches, too. */
    @BeforeEach
    @AfterEach
    void forgetLaunches(Installation taskping) {
        taskping.client()
                .resources(Launch.class)
                .inNamespace(taskping.namespace())
                .delete();
        taskping.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(taskping.namespace())
                .withLabel(WellKnownNames.LAUNCH_LABEL)
                .delete();
        Awaitility.await("Launches and their Jobs to be gone")
                .atMost(PATIENCE)
                .until(() -> taskping.client()
                                .resources(Launch.class)
                                .inNamespace(taskping.namespace())
                                .list()
                                .getItems()
                                .isEmpty()
                        && taskping.client()
                                .batch()
                                .v1()
                                .jobs()
                                .inNamespace(taskping.namespace())
                                .withLabel(WellKnownNames.LAUNCH_LABEL)
                                .list()
                                .getItems()
                                .isEmpty());
    }

    @Test
    void pageShowsWhatAPersonSees(Installation taskping) throws IOException {
        Path samples = taskping.cluster().repository().resolve("samples");
        taskping.apply(samples.resolve("quickstart/2-templates.yaml"));
        taskping.apply(samples.resolve("quickstart/3-notifiedtask.yaml"));
        taskping.apply(samples.resolve("walk-through/1-template.yaml"));
        Story story = new Story(
                "From a message to a Job",
                """
                What Mia sees on her phone, from the end of a training run to the Job that her reply launches. A test plays this
                on a real cluster with a simulated Telegram, and fails if a word changes.""");

        story.step("The platform team approves work")
                .say(
                        """
                        A reply can launch only a LaunchTemplate. Permission to create one in the namespace is permission to \
                        approve work. This one asks for confirmation, and allows one active Job at a time:""")
                .block("yaml", Files.readString(samples.resolve("walk-through/1-template.yaml")));

        story.step("A Job ends");
        taskping.apply(samples.resolve("walk-through/2-job.yaml"));
        ChatEntry told = taskping.phone().awaitFromBot(0, "train-vit succeeded");
        story.bot(told);

        story.step("A typing error launches nothing");
        ChatEntry hint = answer(taskping, story, told, "launch evalute", "Did you mean");
        assertThat(launched(taskping)).isZero();

        story.step("TaskPing refuses what the template does not allow");
        answer(taskping, story, told, "launch promote checkpoint=best share=900", "maximum");
        answer(taskping, story, told, "launch promote checkpoint=../../etc/passwd", "does not match");
        assertThat(launched(taskping)).isZero();

        story.step("Some work needs confirmation");
        ChatEntry question = answer(taskping, story, told, "launch promote checkpoint=best", "can confirm");
        assertThat(question.buttons()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(launched(taskping)).isZero();
        story.say("The Launch waits; nothing runs yet.").block("text", launches(taskping));
        String confirm = question.buttons().getFirst();
        story.person("presses **" + confirm + "**");
        taskping.phone().press(question.id(), confirm);
        story.bot(taskping.phone().awaitFromBot(question.id() - 1, "Launched promote-"));

        story.step("The new Job reports to the same chat");
        story.bot(taskping.phone().awaitFromBot(question.id(), "promote-", "succeeded"));
        Awaitility.await("the Launch to have succeeded").atMost(PATIENCE).until(() -> list(taskping).stream()
                .anyMatch(launch ->
                        launch.getStatus() != null && launch.getStatus().phase() == LaunchStatus.Phase.SUCCEEDED));
        assertThat(launched(taskping)).isEqualTo(1);

        story.step("Other work needs one press");
        String evaluate = told.buttons().stream()
                .filter(label -> label.contains("evaluate"))
                .findFirst()
                .orElseThrow();
        story.person("presses **" + evaluate + "** below the first message");
        taskping.phone().press(told.id(), evaluate);
        story.bot(taskping.phone().awaitFromBot(hint.id(), "evaluate-", "succeeded"));

        story.step("Everything is on record")
                .say("Every command becomes a Launch, even if TaskPing refuses it.")
                .block("text", launches(taskping));
        story.assertIs(taskping.cluster().repository().resolve("docs/getting-started/walk-through.md"));
    }

    private static ChatEntry answer(Installation taskping, Story story, ChatEntry told, String text, String... words) {
        story.person("`" + text + "`, in reply to that message");
        ChatEntry answer = taskping.phone().answer(told.id(), text, words);
        story.bot(answer);
        return answer;
    }

    /** By template and phase: of two that were made in the same second no other order is the same every time. */
    private static String launches(Installation taskping) {
        List<String> lines = taskping.cluster()
                .run(List.of("kubectl", "get", "launches", "-n", taskping.namespace()))
                .lines()
                .toList();
        Stream<String> rows =
                lines.stream().skip(1).sorted(Comparator.comparing(row -> row.substring(row.indexOf(' '))));
        return Stream.concat(Stream.of("$ kubectl get launches", lines.getFirst()), rows)
                .collect(Collectors.joining("\n"));
    }

    private static List<Launch> list(Installation taskping) {
        return taskping.client().resources(Launch.class).inNamespace(taskping.namespace()).list().getItems().stream()
                .filter(launch -> launch.getSpec().templateRef() != null
                        && launch.getSpec().templateRef().name().equals("promote"))
                .toList();
    }

    /** Jobs made of the template that is asked about. */
    private static long launched(Installation taskping) {
        return taskping.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(taskping.namespace())
                .withLabel("stage", "promote")
                .withLabel(WellKnownNames.LAUNCH_LABEL)
                .list()
                .getItems()
                .size();
    }
}
