package dev.taskping.operator.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an installation decides. Each property has an environment variable of the same name, such as
 * {@code TASKPING_RELAY_URL}.
 */
@ConfigMapping(prefix = "taskping")
public interface OperatorConfiguration {

    /** The namespaces that are watched; absent: all of them. {@code TASKPING_NAMESPACES}, separated by commas. */
    Optional<List<String>> namespaces();

    /** The relay that is told. */
    Relay relay();

    /** This cluster, as the relay knows it. */
    Cluster cluster();

    /** How Jobs are watched. */
    Jobs jobs();

    /** How long Launches are kept. */
    Launches launches();

    /** The relay that is told. */
    interface Relay {

        /** Its address, such as {@code http://taskping-relay:8080}. {@code TASKPING_RELAY_URL}. */
        @WithDefault("http://localhost:8080")
        URI url();

        /** How long an answer may take. */
        @WithDefault("15s")
        Duration timeout();

        /** How often both sides' knowledge is compared when nothing else calls for it. */
        @WithDefault("5m")
        Duration comparisonInterval();

        /** How often the relay is asked which messages reached nobody. */
        @WithDefault("30s")
        Duration undeliveredInterval();

        /** How often the relay is asked how its channels are: so soon a revoked token shows. */
        @WithDefault("10s")
        Duration channelInterval();

        /**
         * How often the tunnel is pinged. Below 30 s: proxies and load balancers cut connections that are idle for a
         * minute, some after half of one. Three unanswered pings end a connection.
         */
        @WithDefault("PT10S")
        Duration pingInterval();
    }

    /** This cluster, as the relay knows it. */
    interface Cluster {

        /** Unique among the clusters of a relay; part of every event's source. {@code TASKPING_CLUSTER_ID}. */
        @WithDefault("default")
        String id();

        /**
         * The secret shared with the relay, at least 32 characters, that signs our tokens (HS256 over its UTF-8 bytes).
         * {@code TASKPING_CLUSTER_KEY}.
         */
        Optional<String> key();

        /** A file that holds {@link #key()}. {@code TASKPING_CLUSTER_KEY_FILE}. */
        Optional<Path> keyFile();
    }

    /** How Jobs are watched. */
    interface Jobs {

        /** How many Jobs are looked at (pods listed, log read) at the same time. */
        @WithDefault("32")
        int concurrency();

        /**
         * Whether NotifiedTasks may ask for {@code retainUntilNotified}; the operator's Role then needs {@code patch} on
         * {@code jobs}. {@code TASKPING_JOBS_RETAIN}.
         */
        @WithDefault("false")
        boolean retain();

        /** How long a watch may be interrupted before this process counts as dead and is started again. */
        @WithDefault("PT1M")
        Duration blindFor();
    }

    /** How long Launches are kept. */
    interface Launches {

        /**
         * How long a Launch is kept after its end where its template does not say, never less than 24 hours: so far back
         * limits look. {@code TASKPING_LAUNCHES_RETAIN}.
         */
        @WithDefault("30d")
        Duration retain();

        /** How often it is looked for Launches that are older. {@code TASKPING_LAUNCHES_COLLECTION_INTERVAL}. */
        @WithDefault("1h")
        Duration collectionInterval();
    }
}
