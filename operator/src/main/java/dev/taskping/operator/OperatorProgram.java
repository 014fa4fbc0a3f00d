package dev.taskping.operator;

import dev.taskping.operator.retention.ReleaseRetainedJobs;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The program: the operator, or one command that ends by itself. */
@QuarkusMain
public final class OperatorProgram {

    private OperatorProgram() {}

    /** Runs the operator, or {@value ReleaseRetainedJobs#COMMAND}. */
    public static void main(String... arguments) throws InterruptedException {
        if (arguments.length == 1 && ReleaseRetainedJobs.COMMAND.equals(arguments[0])) {
            System.exit(ReleaseRetainedJobs.run()); // the client's own threads would keep the program alive
        } else {
            Quarkus.run(arguments);
        }
    }
}
