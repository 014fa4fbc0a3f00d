package dev.taskping.relay;

import dev.taskping.relay.audit.VerifyAuditCommand;
import dev.taskping.relay.platform.database.EmbeddedDatabase;
import dev.taskping.relay.platform.database.EmbeddedDatabase.Durability;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts the database, if none is configured, and then the relay; stops them in the opposite order. With {@code verify-audit}
 * as its first argument it verifies an exported audit instead.
 */
@QuarkusMain
public final class RelayMain {

    private RelayMain() {}

    /** The process's entry point. */
    public static void main(String... args) {
        if (args.length > 0 && args[0].equals("verify-audit")) {
            System.exit(VerifyAuditCommand.run(List.of(args).subList(1, args.length)));
        }
        SmallRyeConfig configuration = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .build();
        Optional<String> url = configuration.getOptionalValue("taskping.database.url", String.class);
        if (url.isPresent()) {
            Quarkus.run(args);
            return;
        }
        runWithDatabase(configuration, args);
    }

    private static void runWithDatabase(SmallRyeConfig configuration, String... args) {
        Path data = configuration
                .getOptionalValue("taskping.data-directory", Path.class)
                .orElse(Path.of("data"));
        Path unpack = configuration
                .getOptionalValue("taskping.database.unpack-directory", Path.class)
                .orElse(Path.of(System.getProperty("java.io.tmpdir"), "taskping-postgresql"));
        EmbeddedDatabase database = EmbeddedDatabase.start(data, unpack, Durability.SAFE);
        System.setProperty("taskping.database.url", database.jdbcUrl());
        CountDownLatch stopped = new CountDownLatch(1);
        // On SIGTERM the relay stops in a hook of Quarkus' own; the database has to outlive it.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAfter(stopped, database), "database-stop"));
        Quarkus.run(null, (exitCode, failure) -> end(exitCode, failure, stopped), args);
    }

    private static void end(int exitCode, @Nullable Throwable failure, CountDownLatch stopped) {
        if (failure != null) {
            // The log may be closed already, and whoever starts the relay has to see this.
            System.err.println("The relay cannot start: " + explanation(failure));
            failure.printStackTrace();
        }
        stopped.countDown();
        Runtime.getRuntime().exit(exitCode);
    }

    /** What our own checks say stands in the innermost IllegalStateException; failing that, what went wrong at the root. */
    private static String explanation(Throwable failure) {
        Throwable root = failure;
        String explanation = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            root = cause;
            if (cause instanceof IllegalStateException && cause.getMessage() != null) {
                explanation = cause.getMessage();
            }
        }
        return explanation == null ? String.valueOf(root.getMessage()) : explanation;
    }

    private static void closeAfter(CountDownLatch stopped, EmbeddedDatabase database) {
        try {
            if (!stopped.await(25, TimeUnit.SECONDS)) {
                System.err.println("The relay did not stop in time; the database is stopped under it.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }
}
