package dev.taskping.relay.conversation.sender;

import dev.taskping.protocol.channel.Permission;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.conversation.reply.BotReply;
import dev.taskping.relay.conversation.reply.ReplySender;
import dev.taskping.relay.conversation.reply.ReplyTexts;
import dev.taskping.relay.delivery.outbox.ReplyTarget;
import dev.taskping.relay.guard.AbuseGuard;
import dev.taskping.relay.guard.AbuseGuard.Admission;
import dev.taskping.relay.guard.GuardMetrics;
import dev.taskping.relay.guard.GuardMetrics.Refusal;
import dev.taskping.relay.guard.RequestWindows;
import dev.taskping.relay.people.MembershipStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Identifies the sender of an update; refuses strangers, and members whom the guard does not admit. */
@ApplicationScoped
public class SenderAuthorizer {

    /** How often a stranger is audited at most, however often they write. */
    private static final Duration STRANGER_AUDITED_EVERY = Duration.ofHours(1);

    private final MembershipStore members;
    private final InboundDeduplicator inbound;
    private final RequestWindows windows;
    private final AbuseGuard abuseGuard;
    private final SenderLockout refusals;
    private final ReplySender replies;
    private final GuardMetrics metrics;
    private final StrangerLimit strangers;

    SenderAuthorizer(
            MembershipStore members,
            InboundDeduplicator inbound,
            RequestWindows windows,
            AbuseGuard abuseGuard,
            SenderLockout refusals,
            ReplySender replies,
            GuardMetrics metrics,
            StrangerLimit strangers) {
        this.metrics = metrics;
        this.strangers = strangers;
        this.members = members;
        this.inbound = inbound;
        this.windows = windows;
        this.abuseGuard = abuseGuard;
        this.refusals = refusals;
        this.replies = replies;
    }

    /**
     * The sender as a member of the first of these channels on which the account is known: in a group the person, not the
     * group.
     */
    public Optional<MemberRequest> identify(Handle handle, List<RegisteredChannel> channels, InboundUpdate update) {
        return identifyOnEach(handle, channels, update).findFirst();
    }

    /** The sender as a member of each of these channels: the same account may belong to people of several namespaces. */
    public Stream<MemberRequest> identifyOnEach(Handle handle, List<RegisteredChannel> channels, InboundUpdate update) {
        return channels.stream().flatMap(channel -> members.member(handle, channel, update.sender()).stream()
                .map(member -> MemberRequest.of(update, member, channel)));
    }

    /**
     * The request by who the sender is in that namespace. Whoever may create a channel names its people, so what they may do elsewhere is for
     * the channels there to say, whichever channel they write on.
     */
    public MemberRequest actingIn(Handle handle, MemberRequest request, String namespace) {
        return namespace.equals(request.member().namespace())
                ? request
                : members.memberIn(
                                handle,
                                request.channel(),
                                namespace,
                                request.update().sender())
                        .map(request::actingAs)
                        .orElse(request);
    }

    /** Those of the channels on which the sender has the permission. */
    public List<RegisteredChannel> permittedChannels(
            Handle handle, List<RegisteredChannel> channels, InboundUpdate update, Permission permission) {
        return channels.stream()
                .filter(channel -> members.member(handle, channel, update.sender())
                        .filter(member -> permission.isGivenTo(member.role()))
                        .isPresent())
                .toList();
    }

    /** What to reply to a member whom the guard does not admit; empty for all others. */
    public Optional<BotReply> refusal(Handle handle, MemberRequest request, String text) {
        String person = request.member().personId().toString();
        return switch (abuseGuard.admit(handle, SenderLockout.account(request), person, text)) {
            case Admission.Admitted admitted -> Optional.empty();
            case Admission.Ignored ignored -> Optional.of(BotReply.NOTHING);
            case Admission.Refused refused -> {
                if (refused.counts()) {
                    refusals.count(handle, request, refused.what(), refused.reason());
                } else {
                    refusals.note(handle, request, refused.what(), refused.reason());
                }
                yield Optional.of(BotReply.brief(ReplyTexts.line(Severity.WARNING, refused.words())));
            }
        };
    }

    /**
     * Refuses a stranger. Each stranger gets a single reply in a month: a pop-up or a message.
     *
     * @return the text to pop up; may be empty
     */
    public String refuseStranger(Handle handle, Bot bot, InboundUpdate update) {
        RegisteredChannel channel = bot.channels().getFirst();
        String stranger = "stranger/" + bot.scope() + "/" + update.sender().id();
        if (windows.peek(handle, stranger, STRANGER_AUDITED_EVERY) > 0 || !strangers.admits(handle, bot)) {
            metrics.refused(Refusal.STRANGER);
            inbound.release(handle, bot.scope(), update.updateId());
            return "";
        }
        windows.count(handle, stranger, STRANGER_AUDITED_EVERY);
        refusals.count(handle, channel, update, Refusal.STRANGER, "speak", "unknown identity");
        if (!inbound.isNew(handle, "refused:" + bot.scope(), update.sender().id())) {
            return "";
        }
        return switch (update) {
            case InboundUpdate.Press press -> ReplyTexts.REFUSAL;
            case InboundUpdate.Text text -> {
                replies.send(
                        handle,
                        ReplyTarget.below(text, channel, null),
                        ReplyTexts.line(Severity.INFO, ReplyTexts.REFUSAL));
                yield "";
            }
        };
    }
}
