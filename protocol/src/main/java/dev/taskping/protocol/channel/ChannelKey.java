package dev.taskping.protocol.channel;

/**
 * Names a channel within a cluster.
 *
 * @param namespace the namespace of the NotificationChannel
 * @param name its name
 */
public record ChannelKey(String namespace, String name) {

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
