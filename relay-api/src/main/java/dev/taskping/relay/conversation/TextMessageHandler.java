package dev.taskping.relay.conversation;

import dev.taskping.relay.action.Verb;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.command.grammar.CommandParser;
import dev.taskping.relay.command.grammar.CommandParser.Parsed;
import dev.taskping.relay.conversation.OpenChoices.OptionMatch;
import dev.taskping.relay.conversation.reply.BotReply;
import dev.taskping.relay.conversation.reply.ReplySender;
import dev.taskping.relay.conversation.reply.ReplyTexts;
import dev.taskping.relay.conversation.sender.ConversationAudit;
import dev.taskping.relay.conversation.sender.InboundDeduplicator;
import dev.taskping.relay.conversation.sender.MemberRequest;
import dev.taskping.relay.conversation.sender.SenderAuthorizer;
import dev.taskping.relay.conversation.sender.SenderLockout;
import dev.taskping.relay.conversation.task.TaskResolver;
import dev.taskping.relay.conversation.task.TaskResolver.AnsweredMessage;
import dev.taskping.relay.delivery.outbox.ReplyTarget;
import dev.taskping.relay.guard.GuardMetrics.Refusal;
import dev.taskping.relay.people.PairingCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Handles texts: pairing codes, answers to the bot's questions, and commands. */
@ApplicationScoped
class TextMessageHandler {

    private final CommandParser parser;
    private final PairingCodeRedeemer pairing;
    private final SenderAuthorizer authorizer;
    private final TaskResolver tasks;
    private final OpenChoices options;
    private final ActionHandler actionHandler;
    private final TypedCommandHandler commands;
    private final ReplySender replies;
    private final ConversationAudit audit;
    private final SenderLockout refusals;
    private final InboundDeduplicator inbound;

    TextMessageHandler(
            CommandParser parser,
            PairingCodeRedeemer pairing,
            SenderAuthorizer authorizer,
            TaskResolver tasks,
            OpenChoices options,
            ActionHandler actionHandler,
            TypedCommandHandler commands,
            ReplySender replies,
            ConversationAudit audit,
            SenderLockout refusals,
            InboundDeduplicator inbound) {
        this.inbound = inbound;
        this.parser = parser;
        this.pairing = pairing;
        this.authorizer = authorizer;
        this.tasks = tasks;
        this.options = options;
        this.actionHandler = actionHandler;
        this.commands = commands;
        this.replies = replies;
        this.audit = audit;
        this.refusals = refusals;
    }

    void handle(Handle handle, Bot bot, InboundUpdate.Text text) {
        Optional<PairingCode> code = PairingCodeRedeemer.codeIn(text.text());
        if (code.isPresent()) {
            pair(handle, bot, text, code.get());
            return;
        }
        Parsed parsed = parser.parse(text.text());
        ReceivedText received = new ReceivedText(bot, text, tasks.answeredMessage(handle, bot, text));
        if (isGroupTalk(received, parsed)) {
            inbound.release(handle, bot.scope(), text.updateId());
            return;
        }
        Optional<MemberRequest> identified = authorizer.identify(handle, received.channels(), text);
        if (identified.isEmpty()) {
            if (!isAnswerInGroup(text, parsed)) {
                authorizer.refuseStranger(handle, bot, text);
            }
            return;
        }
        MemberRequest request = identified.get();
        Optional<OptionMatch> option = matchOption(handle, received, parsed);
        if (isAnswerInGroup(text, parsed)
                && option.filter(OptionMatch.None.class::isInstance).isPresent()) {
            return;
        }
        BotReply reply = authorizer
                .refusal(handle, request, text.text())
                .orElseGet(() -> reply(handle, received, request, parsed, option));
        audit.replied(handle, request, parsed, reply);
        replies.send(
                handle,
                ReplyTarget.below(
                        text,
                        request.channel(),
                        received.answered().map(AnsweredMessage::taskUid).orElse(null)),
                reply,
                request.member().personId());
    }

    private void pair(Handle handle, Bot bot, InboundUpdate.Text text, PairingCode code) {
        pairing.redeem(handle, bot, text, code)
                .ifPresentOrElse(
                        outcome -> replies.send(
                                handle, ReplyTarget.below(text, outcome.channel(), null), outcome.message()),
                        () -> authorizer.refuseStranger(handle, bot, text));
    }

    /** Whether people in a group talk to each other or to another bot. */
    private static boolean isGroupTalk(ReceivedText received, Parsed parsed) {
        if (received.answered().isPresent()) {
            return false;
        }
        return switch (received.text().addressee()) {
            case BOT -> false;
            case ANY_BOT -> parsed instanceof Parsed.NotUnderstood wrong && !wrong.isVerb();
            case GROUP -> !(parsed instanceof Parsed.Understood(Verb verb)) || isPlainWord(verb);
        };
    }

    /** Whether people also say this to each other. */
    private static boolean isPlainWord(Verb verb) {
        return verb instanceof Verb.Stop
                || verb instanceof Verb.Keep
                || verb instanceof Verb.Retry
                || verb instanceof Verb.Options;
    }

    /** Yes, no and numbers: in a group they are meant for the bot only if it asked. */
    private static boolean isAnswerInGroup(InboundUpdate.Text text, Parsed parsed) {
        return text.inGroup() && parsed instanceof Parsed.Understood(Verb verb) && choosesOption(verb);
    }

    private static boolean choosesOption(Verb verb) {
        return verb instanceof Verb.Confirm || verb instanceof Verb.Pick;
    }

    /** The option that yes, no or a number chooses; empty if the text is another command. */
    private Optional<OptionMatch> matchOption(Handle handle, ReceivedText received, Parsed parsed) {
        if (!(parsed instanceof Parsed.Understood(Verb verb)) || !choosesOption(verb)) {
            return Optional.empty();
        }
        return Optional.of(authorizer
                .identifyOnEach(handle, received.channels(), received.text())
                .map(request -> options.match(handle, received.bot(), request, received.text(), verb))
                .filter(match -> !(match instanceof OptionMatch.None))
                .findFirst()
                .orElseGet(OptionMatch.None::new));
    }

    private BotReply reply(
            Handle handle, ReceivedText received, MemberRequest request, Parsed parsed, Optional<OptionMatch> option) {
        if (option.isPresent()) {
            return switch (option.get()) {
                case OptionMatch.One one -> takeOption(handle, received, one);
                case OptionMatch.None none -> noOption(handle, request, parsed);
                case OptionMatch.Several several -> BotReply.of(ReplyTexts.severalAsked());
            };
        }
        return switch (parsed) {
            case Parsed.NotUnderstood wrong -> BotReply.of(ReplyTexts.hint(wrong.hint()));
            case Parsed.Understood(Verb verb) -> commands.handle(handle, received, request, verb);
        };
    }

    /** Wrong codes count towards a lock-out, because somebody may be guessing. */
    private BotReply noOption(Handle handle, MemberRequest request, Parsed parsed) {
        if (!request.isForgeable()) {
            return BotReply.of(ReplyTexts.nothingAsked());
        }
        if (parsed instanceof Parsed.Understood(Verb.Pick pick)) {
            refusals.count(
                    handle, request.channel(), request.update(), Refusal.CODE, "answer with a code", "wrong code");
        }
        return BotReply.of(ReplyTexts.wrongCode());
    }

    /** The person's role on the option's channel counts. */
    private BotReply takeOption(Handle handle, ReceivedText received, OptionMatch.One option) {
        return received.bot()
                .channel(option.action().channelId())
                .flatMap(channel -> authorizer.identify(handle, List.of(channel), received.text()))
                .map(request -> actionHandler.take(handle, request, option.action()))
                .orElseGet(() -> BotReply.of(ReplyTexts.nothingAsked()));
    }
}
