package dev.taskping.relay.conversation.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.TestCluster;
import dev.taskping.relay.channel.spi.HookRequest;
import dev.taskping.relay.conversation.inbound.EndpointResolver.Endpoint;
import dev.taskping.testkit.simulator.slack.SlackSimulator;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What it costs to find the channel of a hook, however many channels there are: the others cannot even be opened here. */
@QuarkusTest
class EndpointIT {

    private static final String MIA = "U0000000001";
    private static final int OTHERS = 5_000;

    @Inject
    Jdbi jdbi;

    @Inject
    HookReceiver receiver;

    @Inject
    EndpointResolver endpoints;

    private final SlackSimulator slack = SlackSimulator.start();
    private HookLab lab;
    private JsonPath state;

    @BeforeEach
    void registerOneAmongMany() {
        lab = HookLab.of(jdbi, "slack");
        state = lab.register(Map.of(
                "type", "slack",
                "botToken", slack.token(),
                "channel", SlackSimulator.CHANNEL,
                "signingSecret", slack.signingSecret(),
                "apiUrl", slack.url().toString()));
        jdbi.useHandle(handle -> {
            handle.createUpdate(
                            """
                            INSERT INTO channel (id, workspace, cluster, namespace, name, type, settings_sealed, bot_id,
                                created_at)
                            SELECT gen_random_uuid(), 'default', 'other', 'ml', 'slack-' || number, 'slack', '\\x00',
                                'of another bot', now()
                            FROM generate_series(1, :others) AS number
                            """)
                    .bind("others", OTHERS)
                    .execute();
            handle.execute("ANALYZE channel");
        });
    }

    @AfterEach
    void stop() {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM channel WHERE cluster = 'other'"));
        lab.delete();
        slack.close();
    }

    @Test
    void forgedRequestCostsOneIndexedRead() {
        ChannelKey key = new ChannelKey("ml", lab.name());
        String endpoint = endpoint();
        // The first of a minute is recorded.
        forge(() -> endpoints.byEndpoint(endpoint), 401);
        List<String> byEndpoint = forge(() -> endpoints.byEndpoint(endpoint), 401);
        assertThat(byEndpoint).hasSize(1);
        assertThat(plan(byEndpoint.getFirst()))
                .contains("Index Scan using channel_endpoint_id_key")
                .doesNotContain("Seq Scan");

        List<String> byName = forge(() -> endpoints.byName("slack", TestCluster.ID, key), 401);
        assertThat(byName).hasSize(1);
        assertThat(plan(byName.getFirst())).contains("channel_of_name").doesNotContain("Seq Scan");
    }

    @Test
    void requestToAnUnknownHookCostsOneIndexedRead() {
        assertThat(forge(() -> endpoints.byEndpoint("0".repeat(32)), 404)).hasSize(1);
        assertThat(forge(() -> endpoints.byName("slack", TestCluster.ID, new ChannelKey("ml", "absent")), 401))
                .hasSize(1);
        assertThat(forge(() -> endpoints.byChannel("slack", UUID.randomUUID().toString()), 401))
                .hasSize(1);
        assertThat(forge(() -> endpoints.byEndpoint("../lab"), 404)).isEmpty();
        assertThat(forge(() -> endpoints.byName("nobody", TestCluster.ID, new ChannelKey("ml", lab.name())), 404))
                .isEmpty();
    }

    @Test
    void genuineRequestOpensOnlyTheChannelsOfItsBot() {
        pair();
        String plan = plan("SELECT id FROM channel WHERE bot_id = 'x' AND bot_id <> ''");
        assertThat(plan).contains("channel_of_bot").doesNotContain("Seq Scan");
    }

    @Test
    void channelWithoutAStoredBotStillReceives() {
        jdbi.useHandle(handle -> handle.execute("UPDATE channel SET bot_id = NULL WHERE name = ?", lab.name()));
        pair();
        String bot = jdbi.withHandle(handle -> handle.createQuery("SELECT bot_id FROM channel WHERE name = :name")
                .bind("name", lab.name())
                .mapTo(String.class)
                .one());
        assertThat(bot).matches("[0-9a-f]{16}");
    }

    @Test
    void endpointsCannotBeGuessed() {
        List<String> all =
                jdbi.withHandle(handle -> handle.createQuery("SELECT endpoint_id FROM channel WHERE cluster = 'other'")
                        .mapTo(String.class)
                        .list());
        assertThat(all).hasSize(OTHERS).doesNotHaveDuplicates().allMatch(endpoint -> endpoint.matches("[0-9a-f]{32}"));
    }

    private void pair() {
        String code = "/start " + state.getString("people[0].code");
        assertThat(slack.command(lab.address(), MIA, SlackSimulator.CHANNEL, code, Duration.ZERO))
                .isEmpty();
        await("a welcome").untilAsserted(() -> assertThat(slack.messages(SlackSimulator.CHANNEL))
                .anySatisfy(message -> assertThat(message.displayed()).contains("Hello Mia")));
    }

    private String endpoint() {
        return lab.path().substring("/hooks/".length());
    }

    /** Takes a forged request in this thread; returns the statements that it cost. */
    private List<String> forge(Supplier<Endpoint> search, int status) {
        HookRequest request = new HookRequest(
                "POST", lab.address(), Map.of("X-Slack-Signature", "v0=0"), "x".getBytes(StandardCharsets.UTF_8));
        List<String> statements = new CopyOnWriteArrayList<>();
        Thread here = Thread.currentThread();
        SqlLogger before = jdbi.getConfig(SqlStatements.class).getSqlLogger();
        jdbi.setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                if (Thread.currentThread() == here) {
                    statements.add(context.getRenderedSql());
                }
            }
        });
        try {
            assertThat(receiver.receive(search.get(), request).status()).isEqualTo(status);
            return statements;
        } finally {
            jdbi.setSqlLogger(before);
        }
    }

    private String plan(String statement) {
        return jdbi.withHandle(handle -> {
            Query explain = handle.createQuery("EXPLAIN " + statement);
            Map.of("endpoint", endpoint(), "cluster", TestCluster.ID, "namespace", "ml", "name", lab.name())
                    .entrySet()
                    .stream()
                    .filter(value -> statement.contains(":" + value.getKey()))
                    .forEach(value -> explain.bind(value.getKey(), value.getValue()));
            return String.join("\n", explain.mapTo(String.class).list());
        });
    }
}
