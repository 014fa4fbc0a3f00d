package dev.taskping.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.testkit.installation.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands of the README are run as they are written there, only on this test's cluster. */
@ExtendWith(InstalledTaskPing.class)
class ReadmeE2E {

    private static final Pattern SHELL_BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

    @Test
    void quickStartWorksAsWritten(Installation taskping) throws Exception {
        Path repository = taskping.cluster().repository();
        List<String> blocks = blocks(repository.resolve("README.md")).stream()
                .filter(block -> block.contains("hack/cluster/cluster kubectl"))
                .toList();
        assertThat(blocks).isNotEmpty();
        for (String block : blocks) {
            run(
                    repository,
                    block.replace(
                            "hack/cluster/cluster kubectl",
                            "hack/cluster/cluster kubectl --name "
                                    + taskping.cluster().name()));
        }
        Awaitility.await("the message about the labelled Job")
                .atMost(Duration.ofMinutes(1))
                .until(() -> taskping.phone().messageFromBot("nightly-tokenize").isPresent());
    }

    private static List<String> blocks(Path document) throws IOException {
        return SHELL_BLOCK
                .matcher(Files.readString(document))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static void run(Path repository, String script) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as("%s\n%s", script, output).isZero();
    }
}
