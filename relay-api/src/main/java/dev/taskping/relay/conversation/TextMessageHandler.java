package dev.taskping.relay.conversation;

import dev.taskping.relay.action.CommandParser;
import dev.taskping.relay.action.CommandParser.Parsed;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.conversation.PendingOptions.Named;
import dev.taskping.relay.conversation.ReplySender.Place;
import dev.taskping.relay.conversation.TaskResolver.Answered;
import dev.taskping.relay.conversation.TaskResolver.Known;
import dev.taskping.relay.people.Member;
import dev.taskping.relay.people.MembershipStore;
import dev.taskping.relay.people.PairingCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Takes what people write. */
@ApplicationScoped
class TextMessageHandler {

    /** Who means an older task answers its message. */
    private static final int REMEMBERED = 20;

    private final CommandParser parser;
    private final PairingHandler pairingHandler;
    private final SenderAuthorizer senderAuthorizer;
    private final TaskResolver context;
    private final MembershipStore people;
    private final PendingOptions pendingOptions;
    private final MuteHandler muteHandler;
    private final CommandRouter commandRouter;
    private final ButtonHandler buttonHandler;
    private final ReplySender replySender;
    private final ConversationAudit audit;

    TextMessageHandler(
            CommandParser parser,
            PairingHandler pairingHandler,
            SenderAuthorizer senderAuthorizer,
            TaskResolver context,
            MembershipStore people,
            PendingOptions pendingOptions,
            MuteHandler muteHandler,
            CommandRouter commandRouter,
            ButtonHandler buttonHandler,
            ReplySender replySender,
            ConversationAudit audit) {
        this.parser = parser;
        this.pairingHandler = pairingHandler;
        this.senderAuthorizer = senderAuthorizer;
        this.context = context;
        this.people = people;
        this.pendingOptions = pendingOptions;
        this.muteHandler = muteHandler;
        this.commandRouter = commandRouter;
        this.buttonHandler = buttonHandler;
        this.replySender = replySender;
        this.audit = audit;
    }

    /** A text with what is known of it before anything is decided. */
    private record Said(
            Bot bot, InboundUpdate.Text text, Optional<Answered> answered, List<RegisteredChannel> candidates) {}

    void take(Handle handle, Bot bot, InboundUpdate.Text text) {
        Optional<PairingCode> code = PairingHandler.codeIn(text.text());
        if (code.isPresent()) {
            pairingHandler
                    .redeem(handle, bot, text, code.get())
                    .ifPresentOrElse(
                            paired -> replySender.say(
                                    handle, Place.below(text, paired.channel(), null), paired.message()),
                            () -> senderAuthorizer.refuseOnce(handle, bot, text));
            return;
        }
        Parsed parsed = parser.parse(text.text());
        Optional<Answered> answered = Optional.ofNullable(text.replyTo())
                .flatMap(reference -> context.answered(handle, bot, text.chat(), reference));
        Said said = new Said(bot, text, answered, candidates(bot, text, answered));
        if (isTalk(text, answered, parsed)) {
            return;
        }
        Optional<MemberRequest> asked = senderAuthorizer.member(handle, said.candidates, text);
        if (asked.isEmpty()) {
            if (!isSmallTalk(text, parsed)) {
                senderAuthorizer.refuseOnce(handle, bot, text);
            }
            return;
        }
        MemberRequest who = asked.get();
        Optional<Named> named = named(handle, said, parsed);
        if (isSmallTalk(text, parsed)
                && named.filter(Named.Nothing.class::isInstance).isPresent()) {
            return;
        }
        BotReply reply = senderAuthorizer
                .turnedAway(handle, who, text.text())
                .orElseGet(() -> answer(handle, said, who, parsed, named));
        audit.answered(handle, who, parsed, reply);
        buttonHandler.say(
                handle,
                Place.below(text, who.channel(), answered.map(Answered::taskUid).orElse(null)),
                reply,
                who.member().personId());
    }

    /** What people in a group say to each other: all that is no command, and words that are commands only if we are meant. */
    private static boolean isTalk(InboundUpdate.Text text, Optional<Answered> answered, Parsed parsed) {
        if (text.isAddressed() || answered.isPresent()) {
            return false;
        }
        return switch (parsed) {
            case Parsed.NotUnderstood wrong -> true;
            case Parsed.Understood(Verb verb) ->
                verb instanceof Verb.Stop
                        || verb instanceof Verb.Keep
                        || verb instanceof Verb.Retry
                        || verb instanceof Verb.Options;
        };
    }

    /** Yes, no and numbers in a group are meant for us only if we asked. */
    private static boolean isSmallTalk(InboundUpdate.Text text, Parsed parsed) {
        return text.inGroup() && parsed instanceof Parsed.Understood(Verb verb) && takesOffer(verb);
    }

    private static boolean takesOffer(Verb verb) {
        return verb instanceof Verb.Confirm || verb instanceof Verb.Pick;
    }

    /** The channels that a message in this chat can be about. */
    private static List<RegisteredChannel> candidates(Bot bot, InboundUpdate.Text text, Optional<Answered> answered) {
        if (answered.isPresent()) {
            return List.of(answered.get().channel());
        }
        List<RegisteredChannel> here = bot.channels().stream()
                .filter(channel ->
                        channel.conversation().filter(text.chat()::equals).isPresent())
                .toList();
        // A member whose channel writes to a group, or to somebody else, may still ask in private.
        return Stream.concat(
                        here.stream(),
                        bot.channels().stream().filter(channel -> !text.inGroup() && !here.contains(channel)))
                .toList();
    }

    /** What yes, no or a number takes; empty if it is another command. */
    private Optional<Named> named(Handle handle, Said said, Parsed parsed) {
        if (!(parsed instanceof Parsed.Understood(Verb verb)) || !takesOffer(verb)) {
            return Optional.empty();
        }
        return Optional.of(senderAuthorizer
                .members(handle, said.candidates, said.text)
                .map(member -> pendingOptions.named(handle, said.bot, member, said.text, verb))
                .filter(named -> !(named instanceof Named.Nothing))
                .findFirst()
                .orElseGet(Named.Nothing::new));
    }

    private BotReply answer(Handle handle, Said said, MemberRequest who, Parsed parsed, Optional<Named> named) {
        if (named.isPresent()) {
            return switch (named.get()) {
                case Named.It it -> taken(handle, said, who, it);
                case Named.Nothing nothing -> BotReply.of(ReplyTexts.nothingAsked());
                case Named.Ambiguous ambiguous -> BotReply.of(ReplyTexts.severalAsked());
            };
        }
        return switch (parsed) {
            case Parsed.NotUnderstood(String hint) -> BotReply.of(ReplyTexts.hint(hint));
            case Parsed.Understood(Verb verb) ->
                said.answered.isPresent()
                        ? inAnswerTo(handle, said, who, said.answered.get(), verb)
                        : aboutNone(handle, said, who, verb);
        };
    }

    /** The role counts that the person has on the channel which the choice is about. */
    private BotReply taken(Handle handle, Said said, MemberRequest who, Named.It it) {
        return said.bot
                .channel(it.action().channelId())
                .flatMap(channel -> senderAuthorizer.member(handle, List.of(channel), said.text))
                .map(asked -> buttonHandler.pressed(handle, asked, it.action()))
                .orElseGet(() -> BotReply.of(ReplyTexts.nothingAsked()));
    }

    /** Which task of a digest is meant nobody can know: better to ask than to launch what follows another one. */
    private BotReply inAnswerTo(Handle handle, Said said, MemberRequest who, Answered answered, Verb verb) {
        String reference = said.text.replyTo();
        boolean digest = reference != null && context.told(handle, answered, reference) > 1;
        if (digest && !isAboutNone(verb)) {
            return BotReply.of(ReplyTexts.manyTasks());
        }
        return context.task(handle, answered)
                .map(task -> commandRouter.decide(
                        handle, who.about(who.member(), answered.channel(), task), verb, TaskSelection.SAID, List.of()))
                .orElseGet(() -> commandRouter.decide(handle, who, verb, TaskSelection.SAID, List.of()));
    }

    private BotReply aboutNone(Handle handle, Said said, MemberRequest who, Verb verb) {
        List<RegisteredChannel> permitted =
                senderAuthorizer.permitted(handle, said.candidates, said.text, verb.needs());
        if (isAboutNone(verb) || permitted.isEmpty()) {
            return commandRouter.decide(handle, who, verb, TaskSelection.SAID, List.of());
        }
        List<Known> latest = context.latestKnown(handle, said.bot, permitted, REMEMBERED);
        if (verb instanceof Verb.Status && latest.size() > 1) {
            return BotReply.of(TaskMessages.status(
                    latest.stream().limit(TaskMatch.MOST).map(Known::view).toList()));
        }
        if (verb instanceof Verb.Options) {
            return commandRouter.decide(handle, who, verb, TaskSelection.SAID, latest);
        }
        List<Known> eligible = verb instanceof Verb.Unmute
                ? muteHandler.muted(handle, who.channel().workspace(), latest)
                : latest;
        return switch (TaskMatch.of(verb, eligible)) {
            case TaskMatch.None none -> commandRouter.decide(handle, who, verb, TaskSelection.SAID, latest);
            case TaskMatch.One(Known task) -> about(handle, who, task, verb);
            case TaskMatch.Several(List<Known> tasks) -> whichOne(verb, tasks);
        };
    }

    private static boolean isAboutNone(Verb verb) {
        return verb instanceof Verb.Help || verb instanceof Verb.Unpair;
    }

    /** In a private chat the task may belong to another channel of the same person: its role counts there. */
    private BotReply about(Handle handle, MemberRequest who, Known task, Verb verb) {
        RegisteredChannel channel = task.where().channel();
        Member member = people.member(handle, channel, who.incoming().sender()).orElseThrow();
        return commandRouter.decide(
                handle, who.about(member, channel, task.view()), verb, TaskSelection.CONCLUDED, List.of());
    }

    private static BotReply whichOne(Verb verb, List<Known> tasks) {
        return BotReply.asking(
                ReplyTexts.whichOne(verb),
                tasks.stream()
                        .map(task -> new ReplyOption(label(verb, task), verb, task.where()))
                        .toList());
    }

    private static String label(Verb verb, Known task) {
        String name = task.view().task().name();
        return verb instanceof Verb.Launch ? verb.words() + " after " + name : verb.words() + " " + name;
    }
}
