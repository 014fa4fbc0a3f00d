package dev.taskping.operator.channel;

import dev.taskping.crds.NotificationChannel;
import dev.taskping.crds.TaskPing;
import dev.taskping.operator.condition.ReadyCondition;
import dev.taskping.operator.event.ResourceEvents.Note;
import dev.taskping.operator.event.ResourceEvents.Type;
import dev.taskping.protocol.channel.ChannelState.Trouble;
import io.fabric8.kubernetes.api.model.Condition;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is shown of a channel, and which changes of that are worth an Event. Pure. */
final class ChannelConditions {

    private static final String ARRIVING = "Arriving";
    /** Nothing is wrong while the operator waits for a person. */
    private static final String AWAITING_PAIRING = "AwaitingPairing";

    private ChannelConditions() {}

    /**
     * The conditions {@code Ready} and {@code Delivering}.
     *
     * @param ready whether the channel can be used
     * @param trouble what is the matter with its latest messages; absent while that is not known
     * @param before the conditions that are shown
     */
    static List<Condition> of(
            ReadyCondition ready, Optional<Latest> trouble, long generation, List<Condition> before, Clock clock) {
        Optional<Condition> delivering = trouble.map(latest -> latest.trouble() == null
                        ? ReadyCondition.yes(ARRIVING, "No message to this channel is in trouble.")
                        : ReadyCondition.no(
                                latest.trouble().reason(), latest.trouble().message()))
                .map(found -> ReadyCondition.condition(
                        TaskPing.DELIVERING, found.ready(), found.reason(), found.message(), generation, before, clock))
                .or(() -> ReadyCondition.find(TaskPing.DELIVERING, before));
        return Stream.concat(Stream.of(ready.toCondition(generation, before, clock)), delivering.stream())
                .toList();
    }

    /**
     * What the relay says of the latest messages.
     *
     * @param trouble what is the matter with them; absent while they arrive
     */
    record Latest(@Nullable Trouble trouble) {}

    /** What to tell of the step from one set of conditions to the next: where a status or a reason is another. */
    static List<Note> changes(NotificationChannel channel, List<Condition> before, List<Condition> after) {
        List<Note> notes = new ArrayList<>();
        for (Condition now : after) {
            Optional<Condition> last = ReadyCondition.find(now.getType(), before);
            boolean same = last.isPresent()
                    && Objects.equals(last.get().getStatus(), now.getStatus())
                    && Objects.equals(last.get().getReason(), now.getReason());
            boolean good = "True".equals(now.getStatus());
            boolean news = TaskPing.READY.equals(now.getType()) || !good || last.isPresent();
            if (!same && news) {
                notes.add(note(channel, now, good));
            }
        }
        return notes;
    }

    private static Note note(NotificationChannel channel, Condition now, boolean good) {
        String what = channel.getMetadata().getUid()
                + now.getType()
                + now.getStatus()
                + now.getReason()
                + now.getMessage()
                + now.getLastTransitionTime();
        return new Note(
                UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString(),
                good || AWAITING_PAIRING.equals(now.getReason()) ? Type.NORMAL : Type.WARNING,
                now.getReason(),
                now.getMessage(),
                Instant.parse(now.getLastTransitionTime()));
    }
}
