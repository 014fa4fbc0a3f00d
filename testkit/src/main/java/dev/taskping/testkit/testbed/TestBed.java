package dev.taskping.testkit.testbed;

import dev.taskping.testkit.cluster.ControlPlane;
import dev.taskping.testkit.cluster.KubernetesControlPlane;
import dev.taskping.testkit.process.Directories;
import dev.taskping.testkit.process.FreePort;
import dev.taskping.testkit.process.PostgresServer;
import dev.taskping.testkit.process.ServiceProcess;
import dev.taskping.testkit.simulator.mail.MailInbox;
import dev.taskping.testkit.simulator.telegram.TelegramSimulator;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole TaskPing out of processes: an API server without controllers, PostgreSQL, replicas of the packaged relay and
 * operator, and simulated providers. Each can be killed and started again; with {@link TestBedSettings#withProxies()} the
 * network between them can be cut.
 */
public final class TestBed implements AutoCloseable {

    /** The operators' namespace. */
    public static final String NAMESPACE = "taskping";

    private static final String CLUSTER = "stand";
    private static final String KEY = "the-key-of-a-cluster-that-lives-for-minutes";
    private static final String ADMIN_TOKEN = "tp_the-token-of-a-relay-that-lives-for-minutes";
    private static final String HOST = "127.0.0.1";
    private static final String LEASE = "taskping-operator";

    private final TestBedSettings settings;
    private final LinkProxies linkProxies;
    private final Path data;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final ControlPlane controlPlane;
    private final PostgresServer database;
    private final WebhookSink webhook;
    private final TelegramSimulator telegram;
    private final MailInbox mail;
    private final List<ServiceProcess> relays = new ArrayList<>();
    private final List<ServiceProcess> operators = new ArrayList<>();
    private final List<URI> relayUrls = new ArrayList<>();
    private final Providers providers;
    private final URI relayUrl;

    /**
     * Where the relay reaches the providers.
     *
     * @param webhook takes signed webhooks
     * @param telegram the Bot API
     * @param smtpPort on 127.0.0.1
     */
    public record Providers(URI webhook, URI telegram, int smtpPort) {}

    private TestBed(TestBedSettings settings) throws IOException {
        this.settings = settings;
        this.linkProxies = opened(new LinkProxies(settings.proxied()));
        this.data = Files.createTempDirectory("taskping-stand");
        Files.createDirectories(settings.logs());
        try {
            controlPlane = opened(ControlPlane.startWithoutControllers());
            database = opened(PostgresServer.create(
                    data.resolve("postgresql"), settings.logs().resolve("postgresql.log")));
            webhook = opened(WebhookSink.start());
            telegram = opened(TelegramSimulator.start());
            mail = opened(MailInbox.start());
            providers = connectProviders();
            int relayPort = addRelays();
            relayUrl = URI.create("http://" + HOST + ":" + relayPort);
            prepareCluster();
            addOperators();
            start();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts all of it and waits until it is ready and one operator leads. */
    public static TestBed start(TestBedSettings settings) {
        try {
            return new TestBed(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    private Providers connectProviders() {
        int hooks =
                linkProxies.connect(Link.RELAY_PROVIDERS, List.of(webhook.url().getPort()));
        int bots =
                linkProxies.connect(Link.RELAY_PROVIDERS, List.of(telegram.url().getPort()));
        int smtp = linkProxies.connect(Link.RELAY_PROVIDERS, List.of(mail.smtpPort()));
        return new Providers(
                URI.create("http://" + HOST + ":" + hooks + webhook.url().getPath()),
                URI.create("http://" + HOST + ":" + bots),
                smtp);
    }

    private int addRelays() {
        int databasePort = linkProxies.connect(Link.RELAY_DATABASE, List.of(database.port()));
        List<Integer> ports = new ArrayList<>();
        for (int number = 0; number < settings.relays(); number++) {
            int port = FreePort.find();
            int management = FreePort.find();
            ports.add(port);
            relayUrls.add(URI.create("http://" + HOST + ":" + port));
            Map<String, String> environment = new HashMap<>(Map.of(
                    "QUARKUS_HTTP_PORT",
                    Integer.toString(port),
                    "QUARKUS_MANAGEMENT_PORT",
                    Integer.toString(management),
                    "TASKPING_DATA_DIRECTORY",
                    data.resolve("relay").toString(),
                    "TASKPING_DATABASE_URL",
                    "jdbc:postgresql://" + HOST + ":" + databasePort + "/postgres",
                    "TASKPING_BOOTSTRAP_CLUSTER_ID",
                    CLUSTER,
                    "TASKPING_BOOTSTRAP_CLUSTER_KEY",
                    KEY,
                    "TASKPING_BOOTSTRAP_ADMIN_TOKEN",
                    ADMIN_TOKEN,
                    "TASKPING_WEBHOOK_ALLOWED_HOSTS",
                    HOST));
            environment.putAll(settings.relayEnvironment());
            relays.add(opened(ServiceProcess.of(new ServiceProcess.Settings(
                    "relay-" + number,
                    "relay-api",
                    settings.relayOptions(),
                    environment,
                    URI.create("http://" + HOST + ":" + management + "/q/health/ready"),
                    settings.logs().resolve("relay-" + number + ".log")))));
        }
        return linkProxies.connect(Link.OPERATOR_RELAY, ports);
    }

    private void prepareCluster() {
        controlPlane.apply(KubernetesControlPlane.TASKPING_DEFINITIONS);
        controlPlane
                .client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
    }

    private void addOperators() throws IOException {
        int apiServer = URI.create(controlPlane.apiServer()).getPort();
        int dialled = linkProxies.connect(Link.OPERATOR_API_SERVER, List.of(apiServer));
        Path kubeconfig = data.resolve("kubeconfig.yaml");
        Files.writeString(
                kubeconfig,
                Files.readString(controlPlane.kubeconfig())
                        .replace(controlPlane.apiServer(), "https://" + HOST + ":" + dialled));
        for (int number = 0; number < settings.operators(); number++) {
            int port = FreePort.find();
            Map<String, String> environment = new HashMap<>(Map.of(
                    "HOSTNAME",
                    "operator-" + number,
                    "QUARKUS_MANAGEMENT_PORT",
                    Integer.toString(port),
                    "KUBECONFIG",
                    kubeconfig.toString(),
                    "KUBERNETES_NAMESPACE",
                    NAMESPACE,
                    "TASKPING_RELAY_URL",
                    relayUrl.toString(),
                    "TASKPING_CLUSTER_ID",
                    CLUSTER,
                    "TASKPING_CLUSTER_KEY",
                    KEY));
            environment.putAll(settings.operatorEnvironment());
            operators.add(opened(ServiceProcess.of(new ServiceProcess.Settings(
                    "operator-" + number,
                    "operator",
                    settings.operatorOptions(),
                    environment,
                    URI.create("http://" + HOST + ":" + port + "/q/health/ready"),
                    settings.logs().resolve("operator-" + number + ".log")))));
        }
    }

    private void start() {
        // The first relay makes the schema and the sealing keys that the others share.
        relays.getFirst().start();
        relays.getFirst().awaitReady();
        Stream.of(relays, operators).flatMap(List::stream).forEach(ServiceProcess::start);
        Stream.of(relays, operators).flatMap(List::stream).forEach(ServiceProcess::awaitReady);
    }

    /** The API server. */
    public ControlPlane controlPlane() {
        return controlPlane;
    }

    /** A client of the API server with all rights, past every proxy. */
    public KubernetesClient client() {
        return controlPlane.client();
    }

    /** The relays' PostgreSQL. */
    public PostgresServer database() {
        return database;
    }

    /** The relay's replicas. */
    public List<ServiceProcess> relays() {
        return List.copyOf(relays);
    }

    /** The operator's replicas. */
    public List<ServiceProcess> operators() {
        return List.copyOf(operators);
    }

    /** The one address of all relays. */
    public URI relayUrl() {
        return relayUrl;
    }

    /** What the relay has on record. */
    public RelayInspector record() {
        return new RelayInspector(relayUrls, ADMIN_TOKEN);
    }

    /** The network between the parts. */
    public LinkProxies links() {
        return linkProxies;
    }

    /** Where the relay reaches the providers; what a channel's settings name. */
    public Providers providers() {
        return providers;
    }

    /** The receiver of webhooks. */
    public WebhookSink webhook() {
        return webhook;
    }

    /** The simulated Telegram. */
    public TelegramSimulator telegram() {
        return telegram;
    }

    /** The mail server. */
    public MailInbox mail() {
        return mail;
    }

    /**
     * Who holds the operators' Lease.
     *
     * @param identity {@code operator-} with an index of {@link #operators()}, and what is new at every start
     * @param renewed when it last said that it lives
     */
    public record Leader(String identity, Instant renewed) {}

    /** The leading operator as the Lease has it, dead or alive; empty if there is none. */
    public Optional<Leader> leader() {
        return Optional.ofNullable(
                        client().leases().inNamespace(NAMESPACE).withName(LEASE).get())
                .map(Lease::getSpec)
                .filter(lease -> lease.getHolderIdentity() != null
                        && !lease.getHolderIdentity().isBlank()
                        && lease.getRenewTime() != null)
                .map(lease -> new Leader(
                        lease.getHolderIdentity(), lease.getRenewTime().toInstant()));
    }

    /** From now on starts services again that have ended; stops with the stand. */
    public Supervisor supervise() {
        return opened(new Supervisor(
                Stream.of(relays, operators).flatMap(List::stream).toList()));
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("A part of the stand could not be closed", e);
            }
        }
        Directories.delete(data);
    }
}
