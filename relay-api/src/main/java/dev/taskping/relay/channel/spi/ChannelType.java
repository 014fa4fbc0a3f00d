package dev.taskping.relay.channel.spi;

/**
 * A kind of channel, and what sets it apart for the dispatcher.
 *
 * @param id the name in settings, in the database and in metrics: one lower-case word
 * @param buttons whether a message can carry buttons that a person presses
 * @param saysAnswers whether a message says in words what may be answered, because it has no buttons
 * @param forgeable whether anybody can send in a person's name; a command is then confirmed by a code that a message to the
 *     person shows
 * @param digests whether people read the messages, and prefer one digest to many late messages
 * @param concurrency how many messages to one destination may be sent at the same time
 */
public record ChannelType(
        String id, boolean buttons, boolean saysAnswers, boolean forgeable, boolean digests, int concurrency) {

    /**
     * Of a provider whose messages people read and cannot answer; {@link #withButtons} and the like say more.
     *
     * @param id the name in settings, in the database and in metrics
     * @param concurrency how many messages to one destination may be sent at the same time
     */
    public static ChannelType named(String id, int concurrency) {
        return new ChannelType(id, false, false, false, true, concurrency);
    }

    /** Answered by buttons below a message. */
    public ChannelType withButtons() {
        return new ChannelType(id, true, saysAnswers, forgeable, digests, concurrency);
    }

    /** Answered by words that the message names. */
    public ChannelType withAnswersInWords() {
        return new ChannelType(id, buttons, true, forgeable, digests, concurrency);
    }

    /** Read by a machine, which gets each message by itself. */
    public ChannelType withoutDigests() {
        return new ChannelType(id, buttons, saysAnswers, forgeable, false, concurrency);
    }

    /** The sender of an answer can be forged. */
    public ChannelType withForgeableSenders() {
        return new ChannelType(id, buttons, saysAnswers, true, digests, concurrency);
    }

    @Override
    public String toString() {
        return id;
    }
}
