package dev.taskping.relay.platform.database;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.array.SqlArrayType;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jspecify.annotations.Nullable;

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
        jdbi.registerArgument(new TextArgumentFactory());
        jdbi.registerArrayType(new TextArrayType());
        return jdbi;
    }

    /**
     * Foreign texts go to the database from many places: names, references and errors of providers, what people write. PostgreSQL takes
     * no NUL in a text (SQLSTATE 22021), and a statement that it refuses loses what it was to store.
     */
    private static final class TextArgumentFactory extends AbstractArgumentFactory<String> {

        TextArgumentFactory() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(String text, ConfigRegistry configuration) {
            return (position, statement, context) -> statement.setString(position, storable(text));
        }
    }

    private static final class TextArrayType implements SqlArrayType<String> {

        @Override
        public String getTypeName() {
            return "varchar";
        }

        @Override
        public @Nullable Object convertArrayElement(@Nullable String text) {
            return storable(text);
        }
    }

    /** The text as PostgreSQL takes it: U+FFFD stands for NUL. */
    private static @Nullable String storable(@Nullable String text) {
        return text == null || text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
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
