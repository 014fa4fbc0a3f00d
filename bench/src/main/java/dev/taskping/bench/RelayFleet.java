package dev.taskping.bench;

import dev.taskping.testkit.process.Directories;
import dev.taskping.testkit.process.FreePort;
import dev.taskping.testkit.process.PostgresServer;
import dev.taskping.testkit.process.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Replicas of the relay that share a PostgreSQL, without any cluster. */
public final class RelayFleet implements AutoCloseable {

    /** A cluster that the relay knows. */
    public static final String CLUSTER = "bench";

    /** What that cluster signs with. */
    public static final String KEY = "bench-cluster-key-that-is-long-enough-0123456789";

    private final Path data;
    private final Map<String, String> configuration;
    private final PostgresServer database;
    private final List<ServiceProcess> replicas = new ArrayList<>();
    private final List<URI> urls = new ArrayList<>();

    /** Starts the database. */
    public RelayFleet() {
        this(Map.of());
    }

    /** The same for relays that are configured by these variables too. */
    public RelayFleet(Map<String, String> configuration) {
        this.configuration = configuration;
        try {
            Files.createDirectories(Bench.LOGS);
            data = Files.createTempDirectory("taskping-fleet");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database = PostgresServer.create(data.resolve("postgresql"), Bench.LOGS.resolve("fleet-postgresql.log"));
    }

    /** Starts replicas until there are so many. */
    public void grow(int number) {
        while (replicas.size() < number) {
            int port = FreePort.find();
            int management = FreePort.find();
            ServiceProcess replica = ServiceProcess.of(new ServiceProcess.Settings(
                    "relay-" + replicas.size(),
                    "relay-api",
                    JvmOptions.settings().relayOptions(),
                    environment(Map.of(
                            "QUARKUS_HTTP_PORT",
                            Integer.toString(port),
                            "QUARKUS_MANAGEMENT_PORT",
                            Integer.toString(management),
                            "TASKPING_DATA_DIRECTORY",
                            data.resolve("relay").toString(),
                            "TASKPING_DATABASE_URL",
                            databaseUrl(),
                            "TASKPING_BOOTSTRAP_CLUSTER_ID",
                            CLUSTER,
                            "TASKPING_BOOTSTRAP_CLUSTER_KEY",
                            KEY,
                            "TASKPING_WEBHOOK_ALLOWED_HOSTS",
                            "127.0.0.1")),
                    URI.create("http://127.0.0.1:" + management + "/q/health/ready"),
                    Bench.LOGS.resolve("fleet-relay-" + replicas.size() + ".log")));
            replicas.add(replica);
            urls.add(URI.create("http://127.0.0.1:" + port));
            replica.start();
            replica.awaitReady();
        }
    }

    private Map<String, String> environment(Map<String, String> usual) {
        Map<String, String> environment = new HashMap<>(usual);
        environment.putAll(configuration);
        return environment;
    }

    /** Where their PostgreSQL is, for JDBC. */
    public String databaseUrl() {
        return "jdbc:postgresql://127.0.0.1:" + database.port() + "/postgres";
    }

    /** The replicas' addresses. */
    public List<URI> urls() {
        return List.copyOf(urls);
    }

    /** What all have used so far; the replicas together. */
    public ProcessUsage usage() {
        Map<Long, String> names = new HashMap<>();
        IntStream.range(0, replicas.size())
                .forEach(number -> names.put(replicas.get(number).pid(), "relay"));
        return ProcessUsage.of(names);
    }

    @Override
    public void close() {
        replicas.forEach(ServiceProcess::close);
        database.close();
        Directories.delete(data);
    }
}
