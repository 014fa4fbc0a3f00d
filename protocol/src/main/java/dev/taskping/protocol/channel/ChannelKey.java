package dev.taskping.protocol.channel;

/**
 * Identifies a channel within a cluster.
 *
 * @param namespace the namespace of the NotificationChannel
 * @param name the name of the NotificationChannel
 */
public record ChannelKey(String namespace, String name) {

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
