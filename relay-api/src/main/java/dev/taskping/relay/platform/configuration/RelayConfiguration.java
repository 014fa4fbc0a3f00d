package dev.taskping.relay.platform.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What can be configured about the relay. Each name is a property ({@code taskping.public-url}), a system property of
 * the same name, or an environment variable ({@code TASKPING_PUBLIC_URL}).
 */
@ConfigMapping(prefix = "taskping")
public interface RelayConfiguration {

    /** Where the relay is reached from outside; reply URLs and provider hooks are built from it. */
    @WithDefault("http://localhost:8080")
    URI publicUrl();

    /**
     * The one directory the relay writes to: the embedded PostgreSQL's data and the generated sealing keys. Read from
     * system properties and the environment only, because the database is started before anything else.
     */
    @WithDefault("data")
    Path dataDirectory();

    /** The PostgreSQL server. */
    Database database();

    /** How secrets are sealed at rest. */
    Seal seal();

    /** Who is known from the very start. */
    Bootstrap bootstrap();

    /** Limits of {@code POST /v1/events}. */
    Ingest ingest();

    /** How messages are delivered. */
    Outbox outbox();

    /** Messages that are edited while their task moves on. */
    Live live();

    /** What becomes of commands. */
    Commands commands();

    /** The PostgreSQL server. Read from system properties and the environment only. */
    interface Database {
        /** {@code jdbc:postgresql://host/database}; without it a PostgreSQL is started inside the relay's process. */
        Optional<String> url();

        /** User of the configured server. */
        @WithDefault("postgres")
        String username();

        /** Password of the configured server. */
        Optional<String> password();

        /** The most connections one replica opens. */
        @WithDefault("16")
        int connections();

        /** Where the embedded server's programs are unpacked; {@code <temporary directory>/taskping-postgresql}. */
        Optional<Path> unpackDirectory();
    }

    /** How secrets are sealed at rest. */
    interface Seal {
        /**
         * An AES-256-GCM keyset of Tink in JSON, or the path of a file that holds one. Without it one is generated into
         * the data directory. Replicas must share it, and what was sealed cannot be read without it: keep a copy.
         */
        Optional<String> keyset();
    }

    /** Who is known from the very start. */
    interface Bootstrap {
        /** Id of a cluster that may connect at once. */
        Optional<String> clusterId();

        /** The key that cluster's operator signs with, at least 32 characters. */
        Optional<String> clusterKey();

        /** A token with all rights, {@code tp_} followed by at least 20 random characters. */
        Optional<String> adminToken();
    }

    /** Limits of {@code POST /v1/events}. */
    interface Ingest {
        /** Batches worked on at once; more are answered 429. */
        @WithDefault("8")
        int concurrentBatches();

        /** Events in one batch. */
        @WithDefault("500")
        int maxBatch();

        /** Bytes of a log's tail. */
        @WithDefault("65536")
        int maxLogTail();
    }

    /** How messages are delivered. */
    interface Outbox {
        /** Whether this replica delivers. */
        @WithDefault("true")
        boolean enabled();

        /** Messages on their way at once to one kind of provider. */
        @WithDefault("256")
        int concurrency();

        /** How often to look for due messages that nobody woke us for. */
        @WithDefault("250ms")
        Duration pollInterval();

        /** How long an adapter may take over one message before it counts as failed. */
        @WithDefault("60s")
        Duration sendTimeout();

        /**
         * How long a claimed message is ours without a word from us; while we live it is renewed. So long do messages wait
         * that a replica had in hand when it died.
         */
        @WithDefault("15s")
        Duration lease();

        /** The shortest pause after a failure; pauses grow to a tenth of the time that it has not worked. */
        @WithDefault("500ms")
        Duration backoff();

        /** The longest pause between attempts. */
        @WithDefault("5m")
        Duration maxBackoff();

        /** How long to try before a message is given up as a dead letter. */
        @WithDefault("24h")
        Duration giveUpAfter();
    }

    /** Messages that are edited while their task moves on. */
    interface Live {
        /** The shortest time between two edits of one message. */
        @WithDefault("5s")
        Duration editInterval();
    }

    /** What becomes of commands. */
    interface Commands {
        /** How long a command waits for its cluster. */
        @WithDefault("24h")
        Duration expireAfter();

        /** How long a person has to say that a launch is meant. */
        @WithDefault("5m")
        Duration confirmWithin();

        /** How long a reply token is good for. */
        @WithDefault("24h")
        Duration replyTokenValidity();

        /** A command that was sent and not answered is sent again after this long, even without a reconnect. */
        @WithDefault("60s")
        Duration resendAfter();

        /** How many commands of a cluster may be without an answer; the others wait here until it has answered some. */
        @WithDefault("64")
        int window();

        /**
         * How often each tunnel is pinged. Below 30 s: proxies and load balancers cut connections that are idle for a
         * minute, some after half of one. The server reads it as {@code quarkus.websockets-next.server.auto-ping-interval}.
         */
        @WithDefault("10s")
        Duration pingInterval();

        /** A tunnel from which nothing was heard for this long is closed: some three pings. */
        @WithDefault("30s")
        Duration tunnelTimeout();
    }
}
