package dev.taskping.testkit.demo;

import java.io.OutputStream;
import java.io.PrintStream;

/** Passes bytes on and puts a mark before each line, so that a Job's log stands out in the transcript. */
final class IndentedOutput extends OutputStream {

    private final PrintStream out;
    private boolean lineBegins = true;

    IndentedOutput(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(int character) {
        if (lineBegins) {
            out.print("      | ");
        }
        out.write(character);
        lineBegins = character == '\n';
        if (lineBegins) {
            out.flush();
        }
    }
}
