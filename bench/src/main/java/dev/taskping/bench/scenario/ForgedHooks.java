package dev.taskping.bench.scenario;

import dev.taskping.bench.RelayFleet;
import dev.taskping.bench.ScenarioSize;
import dev.taskping.bench.ScenarioSizes;
import dev.taskping.bench.load.HookChannels;
import dev.taskping.bench.report.Budget;
import dev.taskping.bench.report.Report;
import dev.taskping.bench.report.Table;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a forged request to the hook of one channel costs a relay that knows many: how long it takes, and how many rows of channels
 * it reads. It also runs against a relay whose hooks are addressed by the channel's name, to compare.
 */
public final class ForgedHooks implements Scenario {

    private static final int WARM_UP = 50;
    private static final int REFUSED = 401;

    /** PostgreSQL counts what a connection reads once the connection has been idle for so long (PGSTAT_IDLE_INTERVAL). */
    private static final int COUNTED_AFTER_MILLIS = 11_000;

    /** Whoever looks for bots reads channels too, and metrics count them all every ten seconds. */
    private static final Map<String, String> ALONE = Map.of(
            "TASKPING_TELEGRAM_INBOUND",
            "off",
            "TASKPING_EMAIL_INBOUND",
            "false",
            "QUARKUS_SCHEDULER_ENABLED",
            "false");

    @Override
    public String name() {
        return "hooks";
    }

    @Override
    public void run(ScenarioSizes sizes, Report report) {
        int number = sizes.of(ScenarioSize.HOOK_CHANNELS);
        int requests = sizes.of(ScenarioSize.HOOK_REQUESTS);
        try (RelayFleet fleet = new RelayFleet(ALONE);
                HookChannels channels = new HookChannels(RelayFleet.CLUSTER, RelayFleet.KEY)) {
            fleet.grow(1);
            List<URI> hooks = channels.register(fleet.urls().getFirst(), number);
            URI hook = hooks.get(number / 2);
            forge(channels, hook, WARM_UP);

            long readBefore = rowsRead(fleet);
            Map<String, Double> before = fleet.usage().cpuSeconds();
            long[] nanoseconds = forge(channels, hook, requests);
            Map<String, Double> after = fleet.usage().cpuSeconds();
            double rows = (double) (rowsRead(fleet) - readBefore) / requests;

            Arrays.sort(nanoseconds);
            double median = nanoseconds[requests / 2] / 1e6;
            report.add(new Table(
                            "Forged requests to a hook: " + requests + " with " + number + " channels registered",
                            "address",
                            "p50 ms",
                            "p99 ms",
                            "rows of channels read a request",
                            "relay CPU ms a request",
                            "PostgreSQL CPU ms a request")
                    .row(
                            hook.getPath().matches("/hooks/[0-9a-f]+") ? "endpoint" : "name",
                            median,
                            nanoseconds[(int) (requests * 0.99)] / 1e6,
                            rows,
                            spent("relay", before, after) / requests,
                            spent("PostgreSQL", before, after) / requests));
            report.hold(Budget.FORGED_ROWS, rows);
        }
    }

    private static long[] forge(HookChannels channels, URI hook, int requests) {
        long[] nanoseconds = new long[requests];
        for (int number = 0; number < requests; number++) {
            long began = System.nanoTime();
            int status = channels.forge(hook);
            nanoseconds[number] = System.nanoTime() - began;
            if (status != REFUSED) {
                throw new IllegalStateException(hook + " answered a forged request with " + status);
            }
        }
        return nanoseconds;
    }

    private static double spent(String part, Map<String, Double> before, Map<String, Double> after) {
        return (after.getOrDefault(part, 0.0) - before.getOrDefault(part, 0.0)) * 1_000;
    }

    /** Rows of the table of channels that were fetched so far, by whatever plan. */
    private static long rowsRead(RelayFleet fleet) {
        try (Connection database = DriverManager.getConnection(fleet.databaseUrl(), "postgres", "");
                Statement statement = database.createStatement()) {
            Thread.sleep(COUNTED_AFTER_MILLIS);
            ResultSet row = statement.executeQuery(
                    "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE relname = 'channel'");
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL's counters could not be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
