package dev.taskping.relay.audit;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.security.Caller;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who asked, and from where.
 *
 * @param workspace where it counts
 * @param source the way in
 * @param who a person, token, cluster or stranger, as people would call it
 * @param cluster the cluster it concerns or came from
 * @param channel namespace and name of the channel it came by, as in {@code ml/ml-telegram}
 * @param account the provider's account, such as {@code telegram:1234567}
 */
public record Actor(
        String workspace,
        Source source,
        String who,
        @Nullable String cluster,
        @Nullable String channel,
        @Nullable String account) {

    /** The ways in. */
    public enum Source {
        /** A person's words or press in a chat, by the provider's word. */
        CHAT,
        /** A reply token. */
        REPLY_TOKEN,
        /** An API token. */
        API_TOKEN,
        /** A cluster's operator. */
        CLUSTER,
        /** Somebody who claims to be a provider. */
        PROVIDER,
        /** The relay itself, because a time had come. */
        RELAY;

        /** As it is written down, such as {@code reply-token}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whoever sent the request at hand. */
    public static Actor of(Caller caller) {
        return switch (caller) {
            case Caller.Cluster cluster -> cluster(cluster.workspace(), cluster.id());
            case Caller.Token token -> token(token.workspace(), token.name());
        };
    }

    /** The operator of a cluster. */
    public static Actor cluster(String workspace, String cluster) {
        return new Actor(workspace, Source.CLUSTER, "cluster " + cluster, cluster, null, null);
    }

    /** The holder of an API token, by the token's name. */
    public static Actor token(String workspace, String name) {
        return new Actor(workspace, Source.API_TOKEN, "token " + name, null, null, null);
    }

    /** The relay itself. */
    public static Actor relay(String workspace) {
        return new Actor(workspace, Source.RELAY, "relay", null, null, null);
    }

    /**
     * The same, about what somebody asked for.
     *
     * @param channel the channel it was asked by, if it was one that is still there
     * @param account whose wish it was
     */
    public Actor about(String cluster, @Nullable ChannelKey channel, String account) {
        return new Actor(workspace, source, who, cluster, channel == null ? null : channel.toString(), account);
    }

    /** The same, about a channel of a cluster, or about something else there. */
    public Actor at(@Nullable String cluster, @Nullable String channel) {
        return new Actor(workspace, source, who, cluster, channel, account);
    }
}
