package dev.taskping.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.taskping.chaos.fault.FaultScenario;
import dev.taskping.chaos.reply.ReplyReport;
import dev.taskping.chaos.reply.ReplyRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The fault suite as a program, from the repository's root. Ends with 1 if anything was lost, doubled or told wrongly. */
@Command(name = "chaos", mixinStandardHelpOptions = true, sortOptions = false)
public final class Chaos implements Callable<Integer> {

    private static final Path TARGET = Path.of("chaos/target");
    private static final double JOBS_PER_SECOND = 12;
    private static final double ANSWERS_PER_SECOND = 10;
    private static final Duration SHORTEST = Duration.ofSeconds(15);

    @Spec
    private CommandSpec spec;

    @Option(names = "--jobs", description = "Jobs of a row (default: ${DEFAULT-VALUE})", defaultValue = "200")
    private int jobs;

    @Option(names = "--seed", split = "[ ,]+", description = "replays what these seeds decided; a random one if absent")
    private List<Long> seeds = List.of();

    @Option(names = "--fault", split = "[ ,]+", description = "only these faults, by their names in the table")
    private List<FaultScenario> faults = List.of();

    @Option(
            names = "--answers",
            paramLabel = "COMMANDS",
            description = "instead of faults: this many commands are sent while relays and operators are killed")
    private int answers;

    /** The Kubernetes client's transport remarks on connections that we cut ourselves. */
    private static final Logger TRANSPORT = Logger.getLogger("io.vertx");

    /** Runs it. */
    public static void main(String[] arguments) {
        TRANSPORT.setLevel(Level.OFF);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Chaos()).registerConverter(FaultScenario.class, Chaos::fault);
    }

    private static FaultScenario fault(String id) {
        try {
            return FaultScenario.ofId(id);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Integer call() throws IOException {
        if (jobs < 1 || answers < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--jobs is at least 1 and --answers not below 0, not " + jobs + " and " + answers);
        }
        List<Long> played =
                seeds.isEmpty() ? List.of(ThreadLocalRandom.current().nextLong(1, 100_000)) : seeds;
        if (answers > 0) {
            return answer(played);
        }
        List<FaultScenario> chosen = faults.isEmpty() ? Arrays.asList(FaultScenario.values()) : faults;
        System.out.println("Seeds " + played + "; each end is told by webhook, Telegram and e-mail");
        System.out.println(RowReport.HEADER);
        List<RowReport> reports = new FaultSuite(TARGET, Chaos::print)
                .play(FaultSuite.rows(chosen, played, jobs, JOBS_PER_SECOND, SHORTEST));
        new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .enable(SerializationFeature.INDENT_OUTPUT)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .writeValue(
                        Files.createDirectories(TARGET).resolve("chaos.json").toFile(), reports);
        boolean passed = reports.stream().allMatch(RowReport::passed);
        System.out.println(
                passed ? "Nothing lost, nothing told wrongly." : "FAILED; replay with SEED='" + played + "'");
        return passed ? 0 : 1;
    }

    private int answer(List<Long> played) {
        System.out.println("Seeds " + played + "; each command is sent one to three times");
        System.out.println(ReplyReport.HEADER);
        Duration window = Duration.ofMillis((long) (answers / ANSWERS_PER_SECOND * 1_000));
        List<ReplyReport> reports = FaultSuite.playAnswers(
                TARGET,
                played.stream()
                        .map(seed -> new ReplyRow(seed, answers, window.compareTo(SHORTEST) < 0 ? SHORTEST : window))
                        .toList(),
                report -> {
                    System.out.println(report.line());
                    report.faults().forEach(faultScenario -> System.out.println("    " + faultScenario));
                });
        boolean passed = reports.stream().allMatch(ReplyReport::passed);
        System.out.println(passed ? "Commands, Launches and Jobs are one to one." : "FAILED");
        return passed ? 0 : 1;
    }

    private static void print(RowReport report) {
        System.out.println(report.line());
        report.remarks().forEach(remark -> System.out.println("    " + remark));
    }
}
