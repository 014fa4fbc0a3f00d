package dev.taskping.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ChaosTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --fault=relay-kil | There is no fault 'relay-kil'; there are
                    --seed=one        | 'one' is not a long
                    --jobs=0          | --jobs is at least 1
                    --answers=-1      | --answers not below 0
                    --quick           | Unknown option: '--quick'
                    """)
    void unknownArgumentIsRefusedWithTheKnownOnes(String argument, String words) {
        StringWriter printed = new StringWriter();
        CommandLine chaos = Chaos.commandLine().setErr(new PrintWriter(printed, true));
        assertThat(chaos.execute(argument)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(printed.toString()).contains(words).doesNotContain("at dev.taskping");
    }
}
