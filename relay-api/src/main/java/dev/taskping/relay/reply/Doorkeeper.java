package dev.taskping.relay.reply;

import dev.taskping.protocol.channel.Permission;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.reply.Speech.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Knows who speaks: members, strangers, and those who speak too fast. */
@ApplicationScoped
class Doorkeeper {

    private static final int MAX_A_MINUTE = 20;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final PeopleStore people;
    private final InboundLog inbound;
    private final AuditLog audit;
    private final Speech speech;

    Doorkeeper(PeopleStore people, InboundLog inbound, AuditLog audit, Speech speech) {
        this.people = people;
        this.inbound = inbound;
        this.audit = audit;
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

    /** Counts the request; past the limit the person is told once and then nothing until a minute has passed. */
    Optional<Answer> limited(Handle handle, Asked asked) {
        int recent = inbound.count(handle, asked, MINUTE);
        if (recent < MAX_A_MINUTE) {
            return Optional.empty();
        }
        if (recent > MAX_A_MINUTE) {
            return Optional.of(Answer.NOTHING);
        }
        audit.record(
                handle,
                asked.channel().workspace(),
                asked.who(),
                "too many requests",
                "refused",
                MAX_A_MINUTE + " a minute");
        return Optional.of(Answer.brief(Answers.line(Message.Severity.WARNING, Answers.TOO_FAST)));
    }

    /** Strangers get one polite sentence, ever: the words that pop up, or a message. */
    String refuseOnce(Handle handle, Bot bot, Incoming incoming) {
        if (!inbound.isNew(handle, "refused:" + bot.scope(), incoming.sender().id())) {
            return "";
        }
        RegisteredChannel channel = bot.channels().getFirst();
        audit.record(handle, channel.workspace(), incoming.sender().shown(), "speak", "refused", "unknown identity");
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
