package dev.taskping.testkit.suite;

import dev.taskping.testkit.Repository;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A program below {@code hack/lib}, run to its end. */
record Script(int exitCode, String output) {

    static Script run(String name, String input, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Repository.root().resolve("hack/lib").resolve(name).toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream standardInput = process.getOutputStream()) {
            standardInput.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Script(process.waitFor(), output);
    }

    /** The last line it printed. */
    String lastLine() {
        return output.lines().reduce("", (before, line) -> line);
    }
}
