package dev.taskping.operator.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The operator's settings. Each property has an environment variable of the same name, such as {@code TASKPING_RELAY_URL}.
 */
@ConfigMapping(prefix = "taskping")
public interface OperatorConfiguration {

    /** The namespaces that the operator works in; absent: all. {@code TASKPING_NAMESPACES}, separated by commas. */
    Optional<List<String>> namespaces();

    /**
     * The ValidatingAdmissionPolicy, and its binding of the same name, that check who has Jobs created; absent: the operator creates Jobs
     * unchecked. {@code TASKPING_AUTHOR_POLICY}.
     */
    Optional<String> authorPolicy();

    /** The relay that the operator reports to. */
    Relay relay();

    /** This cluster, as the relay knows it. */
    Cluster cluster();

    /** How the operator treats Jobs. */
    Jobs jobs();

    /** How long the operator keeps Launches. */
    Launches launches();

    /** What is removed from logs before they leave the cluster. */
    Redaction redact();

    /** What the operator shows of channels. */
    Channels channels();

    /** The relay that the operator reports to. */
    interface Relay {

        /** Its address, such as {@code https://taskping-relay:8443}. {@code TASKPING_RELAY_URL}. */
        @WithDefault("http://localhost:8080")
        URI url();

        /**
         * A PEM file with the certificates of the authorities that the operator trusts to vouch for the relay; absent: those of
         * the JVM. {@code TASKPING_RELAY_CA_FILE}.
         */
        Optional<Path> caFile();

        /** How long an answer may take. */
        @WithDefault("15s")
        Duration timeout();

        /** How often the operator compares all Jobs with the relay's records, besides after each reconnection. */
        @WithDefault("5m")
        Duration comparisonInterval();

        /** How often the operator asks the relay for undelivered messages. */
        @WithDefault("30s")
        Duration undeliveredInterval();

        /** How often the operator asks the relay for the status of its channels: a revoked token shows within this time. */
        @WithDefault("10s")
        Duration channelInterval();

        /**
         * How often the operator pings the tunnel. Keep it below 30 s: proxies and load balancers cut idle connections after a
         * minute, some after half a minute. Three unanswered pings end a connection.
         */
        @WithDefault("PT10S")
        Duration pingInterval();
    }

    /** This cluster, as the relay knows it. */
    interface Cluster {

        /** The cluster's id, unique for its relay; part of every event's source. {@code TASKPING_CLUSTER_ID}. */
        @WithDefault("default")
        String id();

        /**
         * The secret shared with the relay, at least 32 bytes; the operator signs its tokens with it (HS256, UTF-8 bytes).
         * {@code TASKPING_CLUSTER_KEY}.
         */
        Optional<String> key();

        /** A file that holds {@link #key()}. {@code TASKPING_CLUSTER_KEY_FILE}. */
        Optional<Path> keyFile();
    }

    /** How the operator treats Jobs. */
    interface Jobs {

        /** How many ended Jobs the operator observes (lists pods, reads a log) at the same time. */
        @WithDefault("32")
        int concurrency();

        /**
         * Whether NotifiedTasks may ask for {@code retainUntilNotified}; the operator's Role then needs {@code patch} on
         * {@code jobs}. {@code TASKPING_JOBS_RETAIN}.
         */
        @WithDefault("false")
        boolean retain();

        /** How long a watch may be interrupted before the liveness probe fails and the kubelet restarts the operator. */
        @WithDefault("PT1M")
        Duration blindFor();
    }

    /** What is removed from logs before they leave the cluster, besides secrets of well-known shapes. */
    interface Redaction {

        /**
         * RE2 expressions; the last group of each, or all of it, is replaced. {@code TASKPING_REDACT_PATTERNS_0_} and so on, one each,
         * at most 64.
         */
        Optional<List<String>> patterns();
    }

    /** How long the operator keeps Launches. */
    interface Launches {

        /**
         * How long to keep a Launch after its end if its template does not say; at least 24 hours, the time that limits look
         * back. {@code TASKPING_LAUNCHES_RETAIN}.
         */
        @WithDefault("30d")
        Duration retain();

        /** How often the operator deletes old Launches. {@code TASKPING_LAUNCHES_COLLECTION_INTERVAL}. */
        @WithDefault("1h")
        Duration collectionInterval();
    }

    /** What the operator shows of channels. */
    interface Channels {

        /**
         * Whether a channel's status shows pairing codes, so that whoever may read the channel can pair.
         * {@code TASKPING_CHANNELS_SHOW_PAIRING_CODES}.
         */
        @WithDefault("true")
        boolean showPairingCodes();
    }
}
