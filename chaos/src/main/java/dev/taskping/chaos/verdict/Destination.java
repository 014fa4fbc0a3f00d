package dev.taskping.chaos.verdict;

/** Where every Job's end is told; also the channels' names. */
public enum Destination {
    WEBHOOK("hook"),
    TELEGRAM("chat"),
    EMAIL("mail");

    private final String channel;

    Destination(String channel) {
        this.channel = channel;
    }

    /** The name of its NotificationChannel. */
    public String channel() {
        return channel;
    }
}
