package dev.taskping.relay.conversation;

import dev.taskping.protocol.channel.Permission;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.conversation.ReplySender.Place;
import dev.taskping.relay.guard.Guard;
import dev.taskping.relay.guard.Guard.Verdict;
import dev.taskping.relay.guard.GuardMetrics.Refusal;
import dev.taskping.relay.guard.RequestWindows;
import dev.taskping.relay.people.MembershipStore;
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
    Optional<MemberRequest> member(Handle handle, List<RegisteredChannel> channels, InboundUpdate update) {
        return members(handle, channels, update).findFirst();
    }

    /** The same on each of them: a person belongs to a namespace, so that it may be several. */
    Stream<MemberRequest> members(Handle handle, List<RegisteredChannel> channels, InboundUpdate update) {
        return channels.stream().flatMap(channel -> people.member(handle, channel, update.sender()).stream()
                .map(member -> MemberRequest.of(update, member, channel)));
    }

    /** Those of the channels on which the person may do that. */
    List<RegisteredChannel> permitted(
            Handle handle, List<RegisteredChannel> channels, InboundUpdate update, Permission permission) {
        return channels.stream()
                .filter(channel -> people.member(handle, channel, update.sender())
                        .filter(member -> permission.isGivenTo(member.role()))
                        .isPresent())
                .toList();
    }

    /** What the person hears who is not listened to; empty for all others. */
    Optional<BotReply> turnedAway(Handle handle, MemberRequest request, String text) {
        String person = request.member().personId().toString();
        return switch (guard.admit(handle, RefusalRecorder.place(request), person, text)) {
            case Verdict.Admitted admitted -> Optional.empty();
            case Verdict.Ignored ignored -> Optional.of(BotReply.NOTHING);
            case Verdict.Refused refused -> {
                if (refused.counts()) {
                    refusalRecorder.count(handle, request, refused.what(), refused.reason());
                } else {
                    refusalRecorder.note(handle, request, refused.what(), refused.reason());
                }
                yield Optional.of(BotReply.brief(ReplyTexts.line(Message.Severity.WARNING, refused.words())));
            }
        };
    }

    /** Strangers get one polite sentence, ever: the words that pop up, or a message. */
    String refuseOnce(Handle handle, Bot bot, InboundUpdate update) {
        RegisteredChannel channel = bot.channels().getFirst();
        String stranger = "stranger/" + bot.scope() + "/" + update.sender().id();
        if (windows.count(handle, stranger, STRANGER_WRITTEN_DOWN).requests() == 1) {
            refusalRecorder.count(handle, channel, update, Refusal.STRANGER, "speak", "unknown identity");
        }
        if (!inbound.isNew(handle, "refused:" + bot.scope(), update.sender().id())) {
            return "";
        }
        return switch (update) {
            case InboundUpdate.Press press -> ReplyTexts.REFUSAL;
            case InboundUpdate.Text text -> {
                replySender.say(
                        handle,
                        Place.below(text, channel, null),
                        ReplyTexts.line(Message.Severity.INFO, ReplyTexts.REFUSAL));
                yield "";
            }
        };
    }
}
