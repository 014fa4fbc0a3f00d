package dev.taskping.relay.reply;

import dev.taskping.protocol.channel.Permission;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.guard.Guard;
import dev.taskping.relay.guard.Guard.Verdict;
import dev.taskping.relay.guard.GuardMetrics.Refusal;
import dev.taskping.relay.guard.RequestWindows;
import dev.taskping.relay.reply.Speech.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Knows who speaks: members, strangers, and those who are not listened to for now. */
@ApplicationScoped
class Doorkeeper {

    /** Of one stranger so much is written down, however much is said. */
    private static final Duration STRANGER_WRITTEN_DOWN = Duration.ofHours(1);

    private final PeopleStore people;
    private final InboundLog inbound;
    private final RequestWindows windows;
    private final Guard guard;
    private final Refusals refusals;
    private final Speech speech;

    Doorkeeper(
            PeopleStore people,
            InboundLog inbound,
            RequestWindows windows,
            Guard guard,
            Refusals refusals,
            Speech speech) {
        this.people = people;
        this.inbound = inbound;
        this.windows = windows;
        this.guard = guard;
        this.refusals = refusals;
        this.speech = speech;
    }

    /** Who it is on the first of these channels that knows the account: in a group the person, not the group. */
    Optional<Asked> member(Handle handle, List<RegisteredChannel> channels, Incoming incoming) {
        return members(handle, channels, incoming).findFirst();
    }

    /** The same on each of them: a person belongs to a namespace, so that it may be several. */
    Stream<Asked> members(Handle handle, List<RegisteredChannel> channels, Incoming incoming) {
        return channels.stream().flatMap(channel -> people.member(handle, channel, incoming.sender()).stream()
                .map(member -> Asked.of(incoming, member, channel)));
    }

    /** Those of the channels on which the person may do that. */
    List<RegisteredChannel> permitted(
            Handle handle, List<RegisteredChannel> channels, Incoming incoming, Permission permission) {
        return channels.stream()
                .filter(channel -> people.member(handle, channel, incoming.sender())
                        .filter(member -> permission.isGivenTo(member.role()))
                        .isPresent())
                .toList();
    }

    /** What the person hears who is not listened to; empty for all others. */
    Optional<Answer> turnedAway(Handle handle, Asked asked, String text) {
        String person = asked.member().personId().toString();
        return switch (guard.admit(handle, Refusals.place(asked), person, text)) {
            case Verdict.Admitted admitted -> Optional.empty();
            case Verdict.Ignored ignored -> Optional.of(Answer.NOTHING);
            case Verdict.Refused refused -> {
                if (refused.counts()) {
                    refusals.count(handle, asked, refused.what(), refused.reason());
                } else {
                    refusals.note(handle, asked, refused.what(), refused.reason());
                }
                yield Optional.of(Answer.brief(Answers.line(Message.Severity.WARNING, refused.words())));
            }
        };
    }

    /** Strangers get one polite sentence, ever: the words that pop up, or a message. */
    String refuseOnce(Handle handle, Bot bot, Incoming incoming) {
        RegisteredChannel channel = bot.channels().getFirst();
        String stranger = "stranger/" + bot.scope() + "/" + incoming.sender().id();
        if (windows.count(handle, stranger, STRANGER_WRITTEN_DOWN).requests() == 1) {
            refusals.count(handle, channel, incoming, Refusal.STRANGER, "speak", "unknown identity");
        }
        if (!inbound.isNew(handle, "refused:" + bot.scope(), incoming.sender().id())) {
            return "";
        }
        return switch (incoming) {
            case Incoming.Press press -> Answers.REFUSAL;
            case Incoming.Text text -> {
                speech.say(
                        handle, Place.below(text, channel, null), Answers.line(Message.Severity.INFO, Answers.REFUSAL));
                yield "";
            }
        };
    }
}
