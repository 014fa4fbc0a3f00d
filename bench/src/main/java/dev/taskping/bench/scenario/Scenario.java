package dev.taskping.bench.scenario;

import dev.taskping.bench.ScenarioSizes;
import dev.taskping.bench.report.Report;

/** One experiment, with an installation of its own. */
public interface Scenario {

    /** Its name on the command line. */
    String name();

    /** Runs it and reports what it showed. */
    void run(ScenarioSizes scenarioSizes, Report report);
}
