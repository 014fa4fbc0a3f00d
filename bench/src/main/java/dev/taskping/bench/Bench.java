package dev.taskping.bench;

import dev.taskping.bench.report.Budget;
import dev.taskping.bench.report.Report;
import dev.taskping.bench.scenario.ApiRequests;
import dev.taskping.bench.scenario.Burst;
import dev.taskping.bench.scenario.ForgedHooks;
import dev.taskping.bench.scenario.Growth;
import dev.taskping.bench.scenario.ManyObjects;
import dev.taskping.bench.scenario.ReceiverOutage;
import dev.taskping.bench.scenario.RelayThroughput;
import dev.taskping.bench.scenario.Replies;
import dev.taskping.bench.scenario.Restart;
import dev.taskping.bench.scenario.Scenario;
import dev.taskping.bench.scenario.Steady;
import dev.taskping.testkit.process.Directories;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Holds the budgets of the design against real processes: {@code hack/bench [SCENARIO…] [SIZE=VALUE…]}. Prints tables and
 * writes {@code bench/target/bench.json}. A missed budget is printed and is no error.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Holds the budgets of the design against real processes; all of them without an argument.")
public final class Bench implements Callable<Integer> {

    private static final List<Scenario> SCENARIOS = List.of(
            new Burst(),
            new Steady(),
            new ReceiverOutage(),
            new ApiRequests(),
            new RelayThroughput(),
            new Replies(),
            new ForgedHooks(),
            new Restart(),
            new ManyObjects(),
            new Growth());

    /** Where the processes' logs go; those of the run before are removed. */
    static final Path LOGS = Path.of("bench/target/logs");

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SCENARIO|SIZE=VALUE",
            description = "only these scenarios, or another size than the budgets speak of")
    private List<String> arguments = List.of();

    /** Runs the named scenarios; without a name all of them. */
    public static void main(String[] arguments) {
        int code = commandLine().execute(arguments);
        // Idle HTTP clients and informers hold threads of their own.
        System.exit(code);
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Bench());
        commandLine
                .getCommandSpec()
                .usageMessage()
                .footer(
                        "",
                        "Scenarios: " + scenarios(),
                        "Sizes: " + ScenarioSizes.usual(),
                        "",
                        "Writes bench/target/bench.json.");
        return commandLine;
    }

    @Override
    public Integer call() {
        ScenarioSizes scenarioSizes = new ScenarioSizes();
        List<Scenario> chosen = new ArrayList<>();
        try {
            for (String argument : arguments) {
                if (argument.contains("=")) {
                    scenarioSizes.choose(argument);
                } else {
                    chosen.add(named(argument));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        run(chosen.isEmpty() ? SCENARIOS : chosen, scenarioSizes, chosen.isEmpty());
        return 0;
    }

    private static Scenario named(String name) {
        return SCENARIOS.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("There is no scenario '" + name + "'; there are " + scenarios()));
    }

    private static String scenarios() {
        return SCENARIOS.stream().map(Scenario::name).collect(Collectors.joining(", "));
    }

    private static void run(List<Scenario> scenarios, ScenarioSizes scenarioSizes, boolean everything) {
        Directories.delete(LOGS);
        Report report = new Report();
        if (!scenarioSizes.differences().isEmpty()) {
            report.remark("Other sizes than the budgets speak of: " + scenarioSizes.differences());
        }
        for (Scenario scenario : scenarios) {
            System.out.println("\n== " + scenario.name());
            long began = System.nanoTime();
            scenario.run(scenarioSizes, report);
            System.out.println(
                    "  (" + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s)");
        }
        if (everything) {
            String why = "there is no agent yet";
            report.notMeasured(Budget.AGENT_MEMORY, why);
            report.notMeasured(Budget.WRAPPER_START, why);
        }
        System.out.println(report.summary());
        report.write(Path.of("bench/target/bench.json"));
    }
}
