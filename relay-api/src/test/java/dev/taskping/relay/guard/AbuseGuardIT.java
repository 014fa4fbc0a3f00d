package dev.taskping.relay.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.taskping.relay.TestCluster;
import dev.taskping.relay.guard.AbuseGuard.Admission;
import dev.taskping.relay.guard.LockOuts.Account;
import dev.taskping.relay.guard.RequestWindows.Window;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AbuseGuardIT {

    @Inject
    Jdbi jdbi;

    @Inject
    AbuseGuard abuseGuard;

    @Inject
    RequestWindows windows;

    @Inject
    LockOuts lockOuts;

    @Inject
    BanList bans;

    @Inject
    BanStore store;

    private final String workspace = "guarded-" + UUID.randomUUID();
    private final Account mia = new Account(workspace, "lab", "ml", "telegram", "1001");

    @BeforeEach
    void addWorkspace() {
        jdbi.useHandle(handle -> handle.execute("INSERT INTO workspace (id) VALUES (?)", workspace));
    }

    @Test
    @Attack(
            by = Attacker.MEMBER,
            tries = "more than 20 requests a minute",
            gets = "told once, then ignored until the minute is over")
    void personOverTheLimitIsToldOnce() {
        List<Admission> verdicts =
                IntStream.range(0, 25).mapToObj(i -> admit(mia, "mia", "help")).toList();
        assertThat(verdicts.subList(0, 20)).hasOnlyElementsOfType(Admission.Admitted.class);
        assertThat(verdicts.get(20))
                .isInstanceOfSatisfying(Admission.Refused.class, refused -> assertThat(refused.words())
                        .matches("You sent more commands than I accept in a minute. Try again in \\d+ seconds?\\."));
        assertThat(verdicts.subList(21, 25)).hasOnlyElementsOfType(Admission.Ignored.class);
        assertThat(admit(mia, "tom", "help")).isInstanceOf(Admission.Admitted.class);
        overMinute();
        assertThat(admit(mia, "mia", "help")).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void workspaceOverTheLimitTellsEachPersonOnce() {
        jdbi.useHandle(handle ->
                handle.execute("INSERT INTO request_window VALUES (?, now(), 600)", "workspace/" + workspace));
        assertThat(admit(mia, "mia", "help"))
                .isInstanceOfSatisfying(Admission.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo("600 a minute in the workspace"));
        assertThat(admit(mia, "mia", "help")).isInstanceOf(Admission.Ignored.class);
        assertThat(admit(mia, "tom", "help")).as("told once himself").isInstanceOf(Admission.Refused.class);
    }

    /** Like many replicas. */
    @Test
    void concurrentRequestsAreEachCountedOnce() {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            IntStream.range(0, 200)
                    .forEach(i -> threads.submit(() -> jdbi.useTransaction(
                            handle -> windows.count(handle, "many/" + workspace, Duration.ofMinutes(1)))));
        }
        Window window = jdbi.withHandle(handle -> windows.count(handle, "many/" + workspace, Duration.ofMinutes(1)));
        assertThat(window.requests()).isEqualTo(201);
    }

    @Test
    @Attack(
            by = Attacker.MEMBER,
            tries = "ten refused requests in a row",
            gets = "ignored for 15 minutes in this namespace")
    void tooManyRefusalsLockTheAccountOutInOneNamespace() {
        List<Optional<Instant>> locked = IntStream.range(0, 10)
                .mapToObj(i -> jdbi.inTransaction(handle -> lockOuts.refused(handle, mia)))
                .toList();
        assertThat(locked.subList(0, 9)).allMatch(Optional::isEmpty);
        assertThat(locked.get(9)).hasValueSatisfying(until -> assertThat(until)
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(14)),
                        Instant.now().plus(Duration.ofMinutes(16))));
        assertThat(admit(mia, "mia", "help")).isInstanceOf(Admission.Ignored.class);
        assertThat(admit(new Account(workspace, "lab", "other", "telegram", "1001"), "mia", "help"))
                .isInstanceOf(Admission.Admitted.class);
        jdbi.useHandle(handle ->
                handle.execute("UPDATE lockout SET until = now() - interval '1s' WHERE workspace = ?", workspace));
        assertThat(admit(mia, "mia", "help")).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void refusalsFarApartLockNobodyOut() {
        for (int i = 0; i < 12; i++) {
            Optional<Instant> locked = jdbi.inTransaction(handle -> lockOuts.refused(handle, mia));
            assertThat(locked).isEmpty();
            if (i % 4 == 3) {
                jdbi.useHandle(handle -> handle.execute(
                        "UPDATE request_window SET started_at = now() - interval '11 minutes' WHERE key LIKE ?",
                        "refused/" + workspace + "%"));
            }
        }
    }

    @Test
    void bannedTextIsRefusedAndCounted() {
        jdbi.useHandle(handle -> store.add(handle, workspace, "miner", "", "test"));
        assertThat(admit(mia, "mia", "launch мinег")).isInstanceOfSatisfying(Admission.Refused.class, refused -> {
            assertThat(refused.words())
                    .isEqualTo("Your message contains words that are not accepted here. Send it without them.");
            assertThat(refused.counts()).isTrue();
        });
        assertThat(admit(mia, "mia", "launch evaluate")).isInstanceOf(Admission.Admitted.class);
        assertThat(banned("default", "launch miner")).as("in another workspace").isEmpty();
    }

    @Test
    void adminAddsAndLiftsABan() {
        String id = TestCluster.admin()
                .body(Map.of("pattern", "evil-" + workspace, "note", "a test's"))
                .post("/v1/bans")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        TestCluster.admin()
                .body(Map.of("pattern", "evil-" + workspace))
                .post("/v1/bans")
                .then()
                .statusCode(409);
        TestCluster.admin()
                .body(Map.of("pattern", "("))
                .post("/v1/bans")
                .then()
                .statusCode(400)
                .body("detail", containsString("not a valid RE2 pattern"));
        assertThat(banned("default", "launch EVIL-" + workspace)).isPresent();
        TestCluster.admin().delete("/v1/bans/" + id).then().statusCode(204);
        TestCluster.admin().delete("/v1/bans/" + id).then().statusCode(404);
        assertThat(banned("default", "launch evil-" + workspace)).isEmpty();
    }

    private Admission admit(Account account, String requester, String text) {
        return jdbi.inTransaction(handle -> abuseGuard.admit(handle, account, requester, text));
    }

    private Optional<String> banned(String where, String text) {
        return jdbi.withHandle(handle -> bans.match(handle, where, text));
    }

    private void overMinute() {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE request_window SET started_at = started_at - interval '1 minute' WHERE key LIKE ?",
                "%" + workspace + "%"));
    }
}
