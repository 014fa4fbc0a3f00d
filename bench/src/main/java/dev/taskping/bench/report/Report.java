package dev.taskping.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that a run showed: verdicts on budgets, tables beside them, remarks. Printed while it comes in. */
public final class Report {

    private final Instant began = Instant.now();
    private final List<BudgetVerdict> verdicts = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Map<Budget, String> notMeasured = new LinkedHashMap<>();

    /** Holds a measured value against its budget. */
    public void hold(Budget budget, double measured) {
        verdicts.add(new BudgetVerdict(budget, measured, null));
    }

    /** The same beside what the bare loop needed. */
    public void hold(Budget budget, double measured, double floor) {
        verdicts.add(new BudgetVerdict(budget, measured, floor));
    }

    /** Says of a budget why there is no value. */
    public void notMeasured(Budget budget, String why) {
        notMeasured.put(budget, why);
    }

    /** Adds figures that belong to no budget. */
    public void add(Table table) {
        tables.add(table);
        System.out.println("\n" + table);
    }

    /** Adds a sentence that a reader of the figures has to know. */
    public void remark(String sentence) {
        remarks.add(sentence);
        System.out.println("  ! " + sentence);
    }

    /** All budgets in one table. */
    public String summary() {
        StringBuilder text = new StringBuilder(
                "\n%-74s %12s %12s %8s   %-16s %s%n".formatted("budget", "floor", "measured", "ratio", "limit", ""));
        verdicts.forEach(verdict -> text.append(verdict.row()).append('\n'));
        notMeasured.forEach((budget, why) -> text.append("%-74s not measured: %s%n".formatted(budget.promise(), why)));
        remarks.forEach(remark -> text.append("! ").append(remark).append('\n'));
        return text.toString();
    }

    /** Writes all of it as JSON. */
    public void write(Path file) {
        record Line(String promise, String unit, String limit, BudgetVerdict verdict) {}
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("began", began.toString());
        json.put("ended", Instant.now().toString());
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("java", Runtime.version().toString());
        json.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        json.put(
                "budgets",
                verdicts.stream()
                        .map(verdict -> new Line(
                                verdict.budget().promise(),
                                verdict.budget().unit(),
                                verdict.budget().limit().text(),
                                verdict))
                        .toList());
        json.put("notMeasured", notMeasured);
        json.put("tables", tables);
        json.put("remarks", remarks);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
        } catch (IOException e) {
            throw new UncheckedIOException("The report could not be written to " + file, e);
        }
    }
}
