package dev.taskping.testkit.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.taskping.testkit.Repository;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The repository's program {@code hack/cluster/cluster}. What it says on standard error is passed on to this process's
 * standard error, because a first start builds Kubernetes and takes minutes; its last lines go into exceptions.
 */
final class ClusterProgram {

    private static final int REMEMBERED_LINES = 40;

    private final Process process;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final Thread errorReader;
    private final List<String> arguments;

    private ClusterProgram(List<String> arguments) {
        this.arguments = List.copyOf(arguments);
        Path program = Repository.root().resolve("hack/cluster/cluster");
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ClusterException(program + " could not be started; is bash installed?", e);
        }
        // A virtual thread that reads from a pipe holds its carrier; two of them end all others for good (JDK 25, two
        // processors).
        errorReader = Thread.ofPlatform().daemon().name("cluster-errors").start(this::passOnErrors);
    }

    /** Starts the program; its standard input stays open until {@link Process#getOutputStream()} is closed. */
    static ClusterProgram start(List<String> arguments) {
        return new ClusterProgram(arguments);
    }

    /** Runs the program to its end and returns what it printed, without the last line's end. */
    static String run(List<String> arguments) {
        ClusterProgram program = start(arguments);
        try {
            program.process.getOutputStream().close();
            String output = new String(program.process.getInputStream().readAllBytes(), UTF_8);
            if (program.process.waitFor() != 0) {
                throw program.failure("ended with exit code " + program.process.exitValue());
            }
            return output.stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            program.process.destroy();
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while running " + program, e);
        }
    }

    Process process() {
        return process;
    }

    /** An exception that says which command failed, how, and what it said last. */
    ClusterException failure(String what) {
        try {
            errorReader.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (lastLines) {
            return new ClusterException(this + " " + what + "\n" + String.join("\n", lastLines));
        }
    }

    private void passOnErrors() {
        try (BufferedReader reader = process.errorReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                System.err.println(line);
                synchronized (lastLines) {
                    if (lastLines.size() == REMEMBERED_LINES) {
                        lastLines.removeFirst();
                    }
                    lastLines.addLast(line);
                }
            }
        } catch (IOException e) {
            // The stream of a process that was destroyed: there is nothing more to pass on.
            return;
        }
    }

    @Override
    public String toString() {
        return "'hack/cluster/cluster " + String.join(" ", arguments) + "'";
    }
}
