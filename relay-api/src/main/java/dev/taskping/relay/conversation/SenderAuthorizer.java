package dev.taskping.relay.conversation;

import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.people.MembershipStore;
import dev.taskping.protocol.channel.Permission;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.guard.Guard;
import dev.taskping.relay.guard.Guard.Verdict;
import dev.taskping.relay.guard.GuardMetrics.Refusal;
import dev.taskping.relay.guard.RequestWindows;
import dev.taskping.relay.conversation.ReplySender.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Knows who speaks: members, strangers, and those who are not listened to for now. */
@ApplicationScoped
class SenderAuthorizer {

    /** Of one stranger so much is written down, however much is said. */
    private static final Duration STRANGER_WRITTEN_DOWN = Duration.ofHours(1);

    private final MembershipStore people;
    private final InboundDeduplicator inbound;
    private final RequestWindows windows;
    private final Guard guard;
    private final RefusalRecorder refusalRecorder;
    private final ReplySender replySender;

    SenderAuthorizer(
            MembershipStore people,
            InboundDeduplicator inbound,
            RequestWindows windows,
            Guard guard,
            RefusalRecorder refusalRecorder,
            ReplySender replySender) {
        this.people = people;
        this.inbound = inbound;
        this.windows = windows;
        this.guard = guard;
        this.refusalRecorder = refusalRecorder;
        this.replySender = replySender;
    }

    /** Who it is on the first of these channels that knows the account: in a group the person, not the group. */
    Optional<RequestContext> member(Handle handle, List<RegisteredChannel> channels, InboundUpdate inboundUpdate) {
        return members(handle, channels, inboundUpdate).findFirst();
    }

    /** The same on each of them: a person belongs to a namespace, so that it may be several. */
    Stream<RequestContext> members(Handle handle, List<RegisteredChannel> channels, InboundUpdate inboundUpdate) {
        return channels.stream().flatMap(channel -> people.member(handle, channel, inboundUpdate.sender()).stream()
                .map(member -> RequestContext.of(inboundUpdate, member, channel)));
    }

    /** Those of the channels on which the person may do that. */
    List<RegisteredChannel> permitted(
            Handle handle, List<RegisteredChannel> channels, InboundUpdate inboundUpdate, Permission permission) {
        return channels.stream()
                .filter(channel -> people.member(handle, channel, inboundUpdate.sender())
                        .filter(member -> permission.isGivenTo(member.role()))
                        .isPresent())
                .toList();
    }

    /** What the person hears who is not listened to; empty for all others. */
    Optional<Reply> turnedAway(Handle handle, RequestContext requestContext, String text) {
        String person = requestContext.member().personId().toString();
        return switch (guard.admit(handle, RefusalRecorder.place(requestContext), person, text)) {
            case Verdict.Admitted admitted -> Optional.empty();
            case Verdict.Ignored ignored -> Optional.of(Reply.NOTHING);
            case Verdict.Refused refused -> {
                if (refused.counts()) {
                    refusalRecorder.count(handle, requestContext, refused.what(), refused.reason());
                } else {
                    refusalRecorder.note(handle, requestContext, refused.what(), refused.reason());
                }
                yield Optional.of(Reply.brief(ReplyTexts.line(Message.Severity.WARNING, refused.words())));
            }
        };
    }

    /** Strangers get one polite sentence, ever: the words that pop up, or a message. */
    String refuseOnce(Handle handle, Bot bot, InboundUpdate inboundUpdate) {
        RegisteredChannel channel = bot.channels().getFirst();
        String stranger = "stranger/" + bot.scope() + "/" + inboundUpdate.sender().id();
        if (windows.count(handle, stranger, STRANGER_WRITTEN_DOWN).requests() == 1) {
            refusalRecorder.count(handle, channel, inboundUpdate, Refusal.STRANGER, "speak", "unknown identity");
        }
        if (!inbound.isNew(handle, "refused:" + bot.scope(), inboundUpdate.sender().id())) {
            return "";
        }
        return switch (inboundUpdate) {
            case InboundUpdate.Press press -> ReplyTexts.REFUSAL;
            case InboundUpdate.Text text -> {
                replySender.say(
                        handle, Place.below(text, channel, null), ReplyTexts.line(Message.Severity.INFO, ReplyTexts.REFUSAL));
                yield "";
            }
        };
    }
}
