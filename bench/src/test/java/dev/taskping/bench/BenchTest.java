package dev.taskping.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchTest {

    private final StringWriter printed = new StringWriter();

    private int run(String argument) {
        PrintWriter writer = new PrintWriter(printed);
        CommandLine bench = Bench.commandLine().setOut(writer).setErr(writer);
        int code = bench.execute(argument);
        writer.flush();
        return code;
    }

    @Test
    void helpNamesScenariosAndSizes() {
        assertThat(run("--help")).isZero();
        assertThat(printed.toString()).contains("burst, steady, outage", "steady.rate=200");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    stedy            | There is no scenario 'stedy'; there are burst, steady
                    steady.rat=10    | There is no size 'steady.rat'; there are burst.jobs
                    steady.rate=0    | The size steady.rate is a number from 1
                    steady.rate=fast | not 'fast'
                    steady.rate=     | such as steady.rate=100
                    =                | There is no size ''
                    --quick          | Unknown option: '--quick'
                    """)
    void unknownArgumentIsRefusedWithTheKnownOnes(String argument, String words) {
        assertThat(run(argument)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(printed.toString()).contains(words).doesNotContain("at dev.taskping");
    }
}
