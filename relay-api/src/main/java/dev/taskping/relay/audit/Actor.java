package dev.taskping.relay.audit;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.security.Caller;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who asked, and from where.
 *
 * @param workspace the workspace it concerns
 * @param source how the request came in
 * @param who name of the person, token, cluster or stranger
 * @param cluster the cluster it concerns or came from
 * @param channel namespace and name of the channel it came by, as in {@code ml/phone}
 * @param account the provider's account as {@code type:id}
 */
public record Actor(
        String workspace,
        Source source,
        String who,
        @Nullable String cluster,
        @Nullable String channel,
        @Nullable String account) {

    /** How a request came in. */
    public enum Source {
        /** From a person in a chat, as the provider says. */
        CHAT,
        /** With a reply token. */
        REPLY_TOKEN,
        /** With an API token. */
        API_TOKEN,
        /** From a cluster's operator. */
        CLUSTER,
        /** From somebody who claims to be a provider. */
        PROVIDER,
        /** From the relay itself, on a schedule. */
        RELAY;

        /** The name in the audit, such as {@code reply-token}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The caller of the API. */
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
     * The same actor, deciding on somebody else's request.
     *
     * @param channel the channel the request came by, if it still exists
     * @param account the account that made the request
     */
    public Actor about(String cluster, @Nullable ChannelKey channel, String account) {
        return new Actor(workspace, source, who, cluster, channel == null ? null : channel.toString(), account);
    }

    /** The same actor, about a channel or something else of a cluster. */
    public Actor at(@Nullable String cluster, @Nullable String channel) {
        return new Actor(workspace, source, who, cluster, channel, account);
    }
}
