package dev.taskping.relay.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskping.relay.audit.AuditChainVerifier.Finding;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain in the database. The tests' user may do everything, like a thief of the database's password. */
@QuarkusTest
class AuditTrailIT {

    @Inject
    Jdbi jdbi;

    @Inject
    AuditTrail trail;

    @Inject
    AuditStore store;

    @Inject
    AuditChainVerifier verification;

    private final String workspace = "audited-" + UUID.randomUUID();

    @BeforeEach
    void addWorkspace() {
        jdbi.useHandle(handle -> handle.execute("INSERT INTO workspace (id) VALUES (?)", workspace));
    }

    @Test
    void recordedDecisionIsLinkedIntoTheChain() {
        write(3);
        trail.record(
                new Actor(workspace, Actor.Source.CHAT, "Müller 👩‍🚀 (telegram:1)", "lab", "ml/a", "telegram:1"),
                "launch évaluate",
                null,
                Decision.REFUSED,
                "");
        Finding finding = verification.verify(workspace);
        assertThat(finding.fault()).isNull();
        assertThat(finding)
                .returns(true, Finding::intact)
                .returns(4L, Finding::lines)
                .returns(4L, Finding::seq);
        assertThat(lines()).allSatisfy(line -> assertThat(line.expectedHash()).isEqualTo(line.hash()));
    }

    @Test
    void rolledBackDecisionLeavesNoGap() {
        write(1);
        assertThatThrownBy(() -> jdbi.useTransaction(handle -> {
                    trail.record(handle, Actor.relay(workspace), "launch", null, Decision.ACCEPTED, "");
                    throw new IllegalStateException("the decision failed");
                }))
                .hasMessage("the decision failed");
        write(1);
        assertThat(verification.verify(workspace))
                .returns(true, Finding::intact)
                .returns(2L, Finding::lines);
    }

    /** Each transaction takes two rows of its own in another order before it writes: locks that could cross with the chain's. */
    @Test
    void concurrentDecisionsFormOneChain() throws InterruptedException {
        jdbi.useHandle(handle -> {
            handle.execute(
                    "CREATE TABLE IF NOT EXISTS contended (workspace text, id int, PRIMARY KEY (workspace, id))");
            handle.execute("INSERT INTO contended VALUES (?, 1), (?, 2)", workspace, workspace);
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            IntStream.range(0, 200)
                    .forEach(number -> threads.submit(() -> jdbi.useTransaction(handle -> {
                        trail.record(handle, Actor.relay(workspace), "launch " + number, null, Decision.ACCEPTED, "");
                        handle.execute(
                                "SELECT 1 FROM contended WHERE workspace = ? AND id = ? FOR UPDATE",
                                workspace,
                                number % 2 + 1);
                    })));
        }
        assertThat(verification.verify(workspace))
                .returns(true, Finding::intact)
                .returns(200L, Finding::lines);
        assertThat(lines())
                .extracting(AuditLine::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit SET who = 'nobody'",
                "DELETE FROM audit",
                "TRUNCATE audit CASCADE",
                "UPDATE audit_link SET seq = seq + 1",
                "DELETE FROM audit_link",
                "DELETE FROM audit_head",
                "UPDATE audit_head SET seq = 0",
                "UPDATE audit_head SET seq = seq + 2",
            })
    void changeOfARowIsRefusedByTheDatabase(String statement) {
        write(1);
        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(statement)))
                .hasStackTraceContaining(
                        statement.contains("SET seq") && statement.contains("head")
                                ? "goes from"
                                : "what was written down stands");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE audit SET decision = 'refused' WHERE id = (SELECT audit_id FROM audit_link WHERE workspace = :w AND seq = 3) | Line 3 | its hash does not fit",
                "UPDATE audit_link SET seq = 9 WHERE workspace = :w AND seq = 3 | Line 4 | lines between were removed",
                "DELETE FROM audit_link WHERE workspace = :w AND seq = 3 | Line 4 | lines between were removed",
                "DELETE FROM audit_link WHERE workspace = :w AND seq >= 4 | end with 3, yet 5 were written | newest were removed",
                "UPDATE audit a SET subject = b.subject FROM audit b, audit_link la, audit_link lb WHERE la.audit_id = a.id AND lb.audit_id = b.id AND la.workspace = :w AND lb.workspace = :w AND la.seq IN (2, 3) AND lb.seq = 5 - la.seq | Line 2 | its hash does not fit",
                "UPDATE audit_link SET hash = previous WHERE workspace = :w AND seq = 5 | Line 5 | its hash does not fit",
                "UPDATE audit_head SET hash = sha256('x') WHERE workspace = :w | head has another hash | head",
            })
    @Attack(by = Attacker.DATABASE_USER, tries = "to change or remove lines of the audit", gets = "`verify` finds it")
    void changeWithTriggersDisabledIsFound(String tampering, String where, String fault) {
        write(5);
        asIntruder(tampering);
        Finding finding = verification.verify(workspace);
        assertThat(finding.intact()).isFalse();
        assertThat(finding.fault()).contains(where).contains(fault);
    }

    /** Whoever can write everything can write a new chain; only a hash noted elsewhere shows it. */
    @Test
    @Attack(
            by = Attacker.DATABASE_USER,
            tries = "to write the whole audit anew",
            gets = "`verify` finds it by a hash that was noted elsewhere")
    void rewrittenChainIsFoundByANotedHash() {
        write(4);
        Finding noted = verification.verify(workspace);
        asIntruder("DELETE FROM audit_link WHERE workspace = :w");
        asIntruder("DELETE FROM audit WHERE workspace = :w");
        asIntruder("DELETE FROM audit_head WHERE workspace = :w");
        write(6);

        assertThat(verification.verify(workspace).intact()).isTrue();
        assertThat(verification.verify(workspace, noted.seq(), noted.hash()))
                .returns(false, Finding::intact)
                .satisfies(finding -> assertThat(finding.fault()).contains("written anew"));
    }

    @Test
    void notedHashStaysValidWhenTheChainGrows() {
        write(2);
        Finding noted = verification.verify(workspace);
        write(3);
        assertThat(verification.verify(workspace, noted.seq(), noted.hash()))
                .returns(true, Finding::intact)
                .returns(3L, Finding::lines);
    }

    @Test
    void secretIsRedacted() {
        trail.record(
                Actor.token(workspace, "tp_an-admin-token-for-tests-only"),
                "/start 7K3M9QX2TB",
                "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
                Decision.REFUSED,
                "123456789:AAH-the-token-that-BotFather-gives");
        assertThat(lines().getFirst().toString())
                .doesNotContain("admin-token", "7K3M9QX2TB", "eyJ", "BotFather")
                .contains("/start [redacted]");
    }

    private void write(int rows) {
        IntStream.range(0, rows)
                .forEach(row -> trail.record(
                        Actor.cluster(workspace, "lab").at("lab", "ml/ml-telegram"),
                        "launch evaluate",
                        "command " + row,
                        Decision.ACCEPTED,
                        "role launcher"));
    }

    private List<AuditLine> lines() {
        return jdbi.withHandle(handle -> store.after(handle, workspace, 0, 1_000));
    }

    /** With the triggers switched off in this transaction alone. */
    private void asIntruder(String statement) {
        jdbi.useTransaction(handle -> {
            handle.execute("SET LOCAL session_replication_role = replica");
            handle.createUpdate(statement).bind("w", workspace).execute();
        });
    }
}
