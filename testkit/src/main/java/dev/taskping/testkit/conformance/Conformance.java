package dev.taskping.testkit.conformance;

import dev.taskping.protocol.adapter.AdapterConfiguration;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays what every adapter must do against one that runs. It writes real messages. Ends with 1 if a case failed. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Plays what every adapter must do against one that runs. It writes real messages.")
public final class Conformance implements Callable<Integer> {

    @Option(names = "--url", required = true, description = "where the adapter takes /send and /check")
    private URI url;

    @Option(names = "--secret", required = true, description = "the signing secret, whsec_…")
    private String secret;

    @Option(names = "--setting", paramLabel = "name=value", description = "a setting of the channel")
    private Map<String, String> settings = new HashMap<>();

    @Option(names = "--secret-setting", paramLabel = "name=value", description = "a secret of the channel")
    private Map<String, String> secrets = new HashMap<>();

    @Option(
            names = "--revoked",
            paramLabel = "name=value",
            description = "a secret that the provider refuses; without it that case is not played")
    private Map<String, String> revoked = new HashMap<>();

    @Spec
    private CommandSpec command;

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Conformance()).execute(arguments));
    }

    @Override
    public Integer call() {
        PrintWriter output = command.commandLine().getOut();
        int failures = 0;
        int played = 0;
        try (RunningAdapter adapter = adapter()) {
            ConformanceCases conformanceCases =
                    new ConformanceCases(adapter, new AdapterConfiguration(settings, secrets), revoked());
            for (Map.Entry<String, Runnable> one : conformanceCases.all().entrySet()) {
                played++;
                if (!play(one.getKey(), one.getValue(), output)) {
                    failures++;
                }
            }
        }
        output.printf(
                "%d of %d cases passed%s%n",
                played - failures,
                played,
                revoked.isEmpty() ? "; a revoked secret was not played, --revoked gives one" : "");
        output.flush();
        return failures == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private RunningAdapter adapter() {
        try {
            return new RunningAdapter(url, secret);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command.commandLine(), "--secret: must be whsec_ and Base64; the adapter's own signing secret", e);
        }
    }

    private Optional<AdapterConfiguration> revoked() {
        if (revoked.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> all = new HashMap<>(secrets);
        all.putAll(revoked);
        return Optional.of(new AdapterConfiguration(settings, all));
    }

    private static boolean play(String name, Runnable played, PrintWriter output) {
        Instant begun = Instant.now();
        String verdict = "passed";
        try {
            played.run();
        } catch (AssertionError e) {
            verdict = "FAILED  " + shortened(String.valueOf(e.getMessage()));
        }
        output.printf(
                "%-44s %6d ms  %s%n",
                name, Duration.between(begun, Instant.now()).toMillis(), verdict);
        output.flush();
        return verdict.equals("passed");
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }
}
