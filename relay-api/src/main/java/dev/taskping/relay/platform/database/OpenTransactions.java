package dev.taskping.relay.platform.database;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Knows whether this thread is in a transaction. A request to a provider takes as long as the provider likes; in a transaction it
 * would hold a connection and locks for that time.
 */
public final class OpenTransactions extends DelegatingTransactionHandler {

    private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

    OpenTransactions(TransactionHandler delegate) {
        super(delegate);
    }

    /** Whether this thread is in no transaction; what does requests asserts it. */
    public static boolean none() {
        return DEPTH.get() == 0;
    }

    @Override
    public TransactionHandler specialize(Handle handle) throws java.sql.SQLException {
        return new OpenTransactions(getDelegate().specialize(handle));
    }

    @Override
    public <R, X extends Exception> R inTransaction(Handle handle, HandleCallback<R, X> callback) throws X {
        DEPTH.set(DEPTH.get() + 1);
        try {
            return super.inTransaction(handle, callback);
        } finally {
            leave();
        }
    }

    @Override
    public <R, X extends Exception> R inTransaction(
            Handle handle, TransactionIsolationLevel level, HandleCallback<R, X> callback) throws X {
        DEPTH.set(DEPTH.get() + 1);
        try {
            return super.inTransaction(handle, level, callback);
        } finally {
            leave();
        }
    }

    private static void leave() {
        int depth = DEPTH.get() - 1;
        if (depth == 0) {
            DEPTH.remove();
        } else {
            DEPTH.set(depth);
        }
    }
}
