package dev.taskping.relay.platform.database;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/** Produces what stores are made of: JDBI over the pooled data source, and the clock. */
@ApplicationScoped
public class DatabaseAccess {

    /** JDBI; every store's statements go through it. */
    @Produces
    @Singleton
    Jdbi jdbi(AgroalDataSource dataSource) {
        Jdbi jdbi = Jdbi.create(dataSource);
        // Arguments hold logs and secrets; they have no place in the text of an exception.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        jdbi.setTransactionHandler(new OpenTransactions(jdbi.getTransactionHandler()));
        return jdbi;
    }

    /** The clock everything here reads; tests may set another. */
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Now, as exactly as PostgreSQL keeps it (microseconds), so that what is read back equals what was written. */
    public static Instant now(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
