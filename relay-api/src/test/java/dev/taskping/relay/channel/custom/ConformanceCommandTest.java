package dev.taskping.relay.channel.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.testkit.conformance.Conformance;
import dev.taskping.testkit.simulator.http.HttpEndpoint;
import dev.taskping.testkit.simulator.http.Reply;
import dev.taskping.testkit.simulator.ntfy.NtfySimulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ConformanceCommandTest {

    private static final String SECRET = "whsec_c2lnbmluZy1zZWNyZXQtb2YtdGhlLXNhbXBsZSE=";

    private final StringWriter output = new StringWriter();

    @Test
    void sampleAdapterPasses() {
        try (NtfySimulator ntfy = NtfySimulator.start();
                PythonAdapter program = PythonAdapter.start(SECRET, 10)) {
            int code = run(
                    "--url=" + program.url(),
                    "--secret=" + SECRET,
                    "--setting=topic=mia",
                    "--setting=server=" + ntfy.url(),
                    "--secret-setting=token=" + ntfy.token(),
                    "--revoked=token=tk_revoked");
            assertThat(output.toString())
                    .contains("a revoked secret is rejected for good", "29 of 29 cases passed")
                    .doesNotContain("FAILED");
            assertThat(code).isZero();
            assertThat(ntfy.messages()).isNotEmpty();
        }
    }

    @Test
    void adapterThatVerifiesNothingFails() {
        try (HttpEndpoint gullible = HttpEndpoint.start(0, request -> Reply.json(200, "{\"result\":\"delivered\"}"))) {
            int code = run("--url=" + gullible.uri(), "--secret=" + SECRET);
            List<String> failed = output.toString()
                    .lines()
                    .filter(line -> line.contains("FAILED"))
                    .toList();
            assertThat(failed)
                    .anyMatch(
                            line -> line.startsWith("a wrong signature is refused") && line.contains("instead of 401"))
                    .anyMatch(line -> line.startsWith("a message is delivered") && line.contains("without a reference"))
                    .anyMatch(line -> line.startsWith("a check is ready"));
            assertThat(output.toString()).contains("0 of 28 cases passed", "--revoked gives one");
            assertThat(code).isEqualTo(1);
        }
    }

    @Test
    void invalidSecretIsNamed() {
        assertThat(run("--url=http://127.0.0.1:1", "--secret=hello")).isEqualTo(2);
        assertThat(output.toString()).contains("--secret", "whsec_");
    }

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(output);
        return new CommandLine(new Conformance()).setOut(writer).setErr(writer).execute(arguments);
    }
}
