package dev.taskping.relay.conversation;

import static dev.taskping.relay.conversation.TelegramLab.EVE;
import static dev.taskping.relay.conversation.TelegramLab.MIA;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.taskping.relay.TestCluster;
import dev.taskping.relay.audit.AuditLine;
import dev.taskping.relay.audit.AuditStore;
import dev.taskping.relay.security.ApiTokenStore;
import dev.taskping.relay.security.Caller.Scope;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** People, and how accounts are paired with them and unpaired. */
@QuarkusTest
class PeopleIT {

    @Inject
    Jdbi jdbi;

    @Inject
    ApiTokenStore tokens;

    @Inject
    AuditStore audit;

    private final TelegramLab lab = new TelegramLab();
    private final String namespace = "people-" + UUID.randomUUID();

    @AfterEach
    void stop() {
        TestCluster.LAB.request().delete("/v1/channels/" + namespace + "/" + lab.channel);
        lab.close();
    }

    @Test
    void issuedCodePairsUntilUnpaired() {
        lab.register(namespace, Map.of("Mia", "operator"));
        String id = people().path("people[0].id");

        JsonPath code = TestCluster.admin()
                .body(Map.of("channel", lab.channel))
                .post("/v1/people/" + id + "/codes")
                .then()
                .statusCode(201)
                .body("link", containsString("?start="))
                .body("qrText", containsString("█"))
                .extract()
                .jsonPath();
        lab.telegram.say(MIA, code.getString("say"));
        lab.awaitMessage(MIA, "Hello Mia");
        people().then()
                .body("people.name", contains("Mia"))
                .body("people[0].roles.role", contains("operator"))
                .body("people[0].roles.channel", contains(lab.channel))
                .body("people[0].identities.account", contains("1001"));
        String provider = people().path("people[0].identities[0].provider");
        // A code that was handed out before the account was taken is void, too.
        String unused = TestCluster.admin()
                .body(Map.of("channel", lab.channel))
                .post("/v1/people/" + id + "/codes")
                .path("say");

        TestCluster.admin()
                .delete("/v1/people/{id}/identities/{provider}/{account}", id, provider, "1001")
                .then()
                .statusCode(204);
        TestCluster.admin()
                .delete("/v1/people/{id}/identities/{provider}/{account}", id, provider, "1001")
                .then()
                .statusCode(404);
        lab.telegram.say(MIA, "launch evaluate");
        lab.awaitMessage(MIA, "only people who were invited");
        lab.telegram.say(EVE, unused);
        lab.awaitMessage(EVE, "already been used");
        people().then().body("people[0].identities", empty());

        assertThat(written())
                .extracting(AuditLine::what)
                .contains("register channel", "give role operator", "issue pairing code", "unpair telegram:1001");
        assertThat(written().toString())
                .doesNotContain(code.getString("code"), unused.substring("/start ".length()), lab.telegram.token());
    }

    @Test
    void unpairedPersonIsAStranger() {
        JsonPath state = lab.register(namespace, Map.of("Mia", "viewer"));
        lab.telegram.say(MIA, "/start " + lab.code(state, "Mia"));
        lab.awaitMessage(MIA, "Hello Mia");
        lab.telegram.say(MIA, "/unpair");
        lab.awaitMessage(MIA, "This account is no longer Mia's in namespace " + namespace);
        lab.telegram.say(MIA, "status");
        lab.awaitMessage(MIA, "only people who were invited");
        people().then().body("people[0].identities", empty());
        assertThat(written()).extracting(AuditLine::what).contains("unpair telegram:1001");
    }

    /** A stolen phone: commands of the thief are withdrawn once the account is unpaired. */
    @Test
    void waitingCommandIsWithdrawnWhenTheAccountIsUnpaired() {
        miaLaunches("launcher");
        String id = people().path("people[0].id");
        String provider = people().path("people[0].identities[0].provider");
        TestCluster.admin()
                .delete("/v1/people/{id}/identities/{provider}/{account}", id, provider, "1001")
                .then()
                .statusCode(204);
        lab.awaitMessage(MIA, "Not launched: the account that asked for it was unpaired.");
        assertThat(written())
                .filteredOn(line -> line.what().equals("launch evaluate"))
                .extracting(AuditLine::decision, AuditLine::who, AuditLine::account)
                .containsExactly(
                        tuple("accepted", "Mia (telegram:1001)", "telegram:1001"),
                        tuple("rejected", "token bootstrap", "telegram:1001"));
    }

    @Test
    void waitingCommandIsWithdrawnWhenTheRoleIsTaken() {
        miaLaunches("operator");
        lab.register(namespace, Map.of("Mia", "admin"));
        assertThat(written()).noneMatch(line -> line.decision().equals("rejected"));
        lab.register(namespace, Map.of("Mia", "launcher"));
        lab.awaitMessage(MIA, "Not launched: the person no longer has the role that it needs.");
        assertThat(written())
                .filteredOn(line -> line.decision().equals("rejected"))
                .extracting(AuditLine::what, AuditLine::who, AuditLine::reason)
                .containsExactly(tuple("launch evaluate", "cluster lab", "RoleTaken"));
    }

    @Test
    void lockedOutAccountIsListedAndTheChannelTold() {
        JsonPath state = lab.register(namespace, Map.of("Mia", "viewer", "Ada", "admin"));
        lab.telegram.say(MIA, "/start " + lab.code(state, "Mia"));
        lab.awaitMessage(MIA, "Hello Mia");
        for (int i = 0; i < 12; i++) {
            lab.telegram.say(MIA, "launch evaluate");
        }
        lab.awaitMessage(MIA, "Mia (telegram:1001)");
        await().until(() -> lab.telegram.fromBot(MIA.id()).stream()
                        .filter(message -> message.text().contains("needs the role"))
                        .count()
                == 10);
        lab.awaitQuiet();
        assertThat(lab.telegram.fromBot(MIA.id()))
                .filteredOn(message -> message.text().contains("needs the role"))
                .hasSize(10);
        assertThat(written()).extracting(AuditLine::what).contains("speak");
        TestCluster.admin()
                .get("/v1/lockouts")
                .then()
                .body("lockouts.findAll { it.namespace == '" + namespace + "' }.account", contains("1001"));
        String provider = TestCluster.admin()
                .get("/v1/lockouts")
                .path("lockouts.find { it.namespace == '" + namespace + "' }.provider");
        TestCluster.admin()
                .delete("/v1/lockouts/lab/{namespace}/{provider}/1001", namespace, provider)
                .then()
                .statusCode(204);
        lab.telegram.say(MIA, "help");
        lab.awaitMessage(MIA, "What you can say");
    }

    @Test
    void changedRoleIsAudited() {
        lab.register(namespace, Map.of("Mia", "launcher", "Tom", "viewer"));
        lab.register(namespace, Map.of("Mia", "admin"));
        lab.register(namespace, Map.of("Mia", "admin"));
        TestCluster.LAB.request().delete("/v1/channels/" + namespace + "/" + lab.channel);
        assertThat(written().stream()
                        .map(line -> line.what() + " " + line.subject() + ": " + line.reason())
                        .filter(line -> line.contains("role") || line.contains("remove")))
                .containsExactlyInAnyOrder(
                        "give role launcher Mia: new",
                        "give role viewer Tom: new",
                        "give role admin Mia: was launcher",
                        "take role viewer Tom: no longer named",
                        "take role admin Mia: no longer named",
                        "remove channel " + namespace + "/" + lab.channel + ": no longer there");
    }

    @Test
    void onlyMemberOfTheChannelGetsACode() {
        lab.register(namespace, Map.of("Mia", "launcher", "Tom", "viewer"));
        String tom = people().path("people.find { it.name == 'Tom' }.id");
        lab.register(namespace, Map.of("Mia", "launcher"));
        TestCluster.admin()
                .body(Map.of("channel", lab.channel))
                .post("/v1/people/" + tom + "/codes")
                .then()
                .statusCode(409)
                .body("detail", containsString("Tom is not a member of channel"));
        TestCluster.admin()
                .body(Map.of("channel", "absent"))
                .post("/v1/people/" + tom + "/codes")
                .then()
                .statusCode(409);
        TestCluster.admin()
                .body("{}")
                .post("/v1/people/" + tom + "/codes")
                .then()
                .statusCode(400);
    }

    @Test
    void anotherWorkspaceSeesNobody() {
        lab.register(namespace, Map.of("Mia", "launcher"));
        String id = people().path("people[0].id");
        jdbi.useHandle(handle -> handle.execute("INSERT INTO workspace (id) VALUES ('rival') ON CONFLICT DO NOTHING"));
        tokens.put("rival", "tp_a-token-of-the-rival-workspace", "rival", Scope.ADMIN);
        rival().get("/v1/people?namespace=" + namespace).then().body("people", empty());
        rival().body(Map.of("channel", lab.channel))
                .post("/v1/people/" + id + "/codes")
                .then()
                .statusCode(404);
        rival().delete("/v1/people/{id}/identities/telegram/1001", id).then().statusCode(404);
        rival().get("/v1/audit").then().body(not(containsString(namespace)));
        rival().get("/v1/bans").then().body("bans.pattern", not(hasItem("miner")));
    }

    @Test
    void clusterAndSessionTokensAreRefused() {
        tokens.put("default", "tp_a-session-token-for-tests-only", "laptop", Scope.SESSION);
        for (String path : List.of("/v1/people", "/v1/audit", "/v1/audit/verify", "/v1/bans", "/v1/lockouts")) {
            TestCluster.LAB.request().get(path).then().statusCode(403);
            given().header("Authorization", "Bearer tp_a-session-token-for-tests-only")
                    .get(path)
                    .then()
                    .statusCode(403);
            given().get(path).then().statusCode(401);
        }
    }

    @Test
    void exportedAuditVerifies() {
        lab.register(namespace, Map.of("Mia", "launcher"));
        List<AuditLine> all = written();
        String[] exported = TestCluster.admin()
                .get("/v1/audit?after=" + (all.getFirst().seq() - 1))
                .then()
                .statusCode(200)
                .contentType("application/jsonl")
                .extract()
                .asString()
                .split("\n");
        assertThat(exported)
                .hasSizeGreaterThanOrEqualTo(all.size())
                .allMatch(line -> line.startsWith("{\"workspace\""));
        List<AuditLine> since = jdbi.withHandle(
                handle -> audit.after(handle, "default", all.getLast().seq(), 100_000));
        assertThat(since)
                .anyMatch(line -> line.what().equals("export audit")
                        && String.valueOf(line.reason())
                                .startsWith("lines " + all.getFirst().seq() + " to "));
        assertThat(exported[0]).contains("register channel", "\"who\":\"cluster lab\"");
        TestCluster.admin()
                .get("/v1/audit?since=2000-01-01T00:00:00Z&until=2000-01-02T00:00:00Z")
                .then()
                .body(equalTo(""));
        TestCluster.admin().get("/v1/audit?since=yesterday").then().statusCode(400);

        JsonPath finding = TestCluster.admin()
                .get("/v1/audit/verify")
                .then()
                .body("intact", equalTo(true))
                .extract()
                .jsonPath();
        TestCluster.admin()
                .get("/v1/audit/verify?seq=" + finding.getLong("seq") + "&hash=" + finding.getString("hash"))
                .then()
                .body("intact", equalTo(true));
        TestCluster.admin()
                .get("/v1/audit/verify?seq=" + finding.getLong("seq") + "&hash=" + "a".repeat(64))
                .then()
                .body("intact", equalTo(false))
                .body("fault", containsString("written anew"));
    }

    /** Mia pairs and launches something; no cluster is connected. */
    private void miaLaunches(String role) {
        JsonPath state = lab.register(namespace, Map.of("Mia", role));
        lab.telegram.say(MIA, "/start " + lab.code(state, "Mia"));
        lab.awaitMessage(MIA, "Hello Mia");
        lab.telegram.say(MIA, "launch evaluate");
        await().until(() -> written().stream().anyMatch(line -> line.what().equals("launch evaluate")));
    }

    private Response people() {
        return TestCluster.admin().get("/v1/people?cluster=lab&namespace=" + namespace);
    }

    private static RequestSpecification rival() {
        return given().header("Authorization", "Bearer tp_a-token-of-the-rival-workspace")
                .contentType("application/json");
    }

    /** The audit of this test's namespace. */
    private List<AuditLine> written() {
        return jdbi.withHandle(handle -> audit.after(handle, "default", 0, 100_000)).stream()
                .filter(line ->
                        line.toString().contains(namespace) || line.toString().contains(lab.channel))
                .toList();
    }
}
