package dev.taskping.relay.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * What there was before something was tried.
 *
 * @param commands how many commands
 * @param audit the last line of the audit
 */
public record Trace(long commands, long audit) {

    public static Trace of(Jdbi jdbi) {
        return new Trace(count(jdbi), last(jdbi));
    }

    /** Nothing was launched, and it stands in the audit that the account was refused. */
    public void assertRefused(Jdbi jdbi, String account) {
        assertNothingLaunched(jdbi);
        assertThat(written(jdbi)).as("written down").anyMatch(line -> line.equals("refused " + account));
    }

    public void assertNothingLaunched(Jdbi jdbi) {
        assertThat(count(jdbi)).as("commands").isEqualTo(commands);
    }

    /** Decisions since then, each with the account or, without one, with who it was. */
    public List<String> written(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT decision || ' ' || coalesce(account, who) FROM audit WHERE id > :id ORDER BY id")
                .bind("id", audit)
                .mapTo(String.class)
                .list());
    }

    private static long count(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM command")
                .mapTo(Long.class)
                .one());
    }

    private static long last(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT coalesce(max(id), 0) FROM audit")
                .mapTo(Long.class)
                .one());
    }
}
