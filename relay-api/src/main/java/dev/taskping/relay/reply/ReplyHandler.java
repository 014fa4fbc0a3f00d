package dev.taskping.relay.reply;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.Notification.Placement;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.command.Action;
import dev.taskping.relay.command.ActionStore;
import dev.taskping.relay.command.CommandLine;
import dev.taskping.relay.command.CommandLine.Parsed;
import dev.taskping.relay.command.Verb;
import dev.taskping.relay.notify.NewDelivery;
import dev.taskping.relay.notify.Outbox;
import dev.taskping.relay.reply.LaunchRequests.Asked;
import dev.taskping.relay.reply.TaskContext.Answered;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Decides on one update of a provider: is it new, who is it, what may they do, what do they want. The decision, its audit and
 * all answers are one transaction; the update is to be acknowledged after it.
 */
@ApplicationScoped
class ReplyHandler {

    private static final int MAX_A_MINUTE = 20;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int TASKS_SHOWN = 5;

    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final CommandLine grammar;
    private final PeopleStore people;
    private final Pairings pairings;
    private final TaskContext context;
    private final ActionStore actions;
    private final LaunchRequests launches;
    private final InboundLog inbound;
    private final AuditLog audit;
    private final Outbox outbox;

    ReplyHandler(
            Jdbi jdbi,
            ChannelStore channels,
            CommandLine grammar,
            PeopleStore people,
            Pairings pairings,
            TaskContext context,
            ActionStore actions,
            LaunchRequests launches,
            InboundLog inbound,
            AuditLog audit,
            Outbox outbox) {
        this.jdbi = jdbi;
        this.channels = channels;
        this.grammar = grammar;
        this.people = people;
        this.pairings = pairings;
        this.context = context;
        this.actions = actions;
        this.launches = launches;
        this.inbound = inbound;
        this.audit = audit;
        this.outbox = outbox;
    }

    /**
     * Handles an update.
     *
     * @return the words that pop up where a button was pressed; empty text for none
     */
    String handle(Bot known, Incoming incoming) {
        return jdbi.inTransaction(handle -> {
            Optional<Bot> now = asOfNow(handle, known);
            if (now.isEmpty() || !inbound.isNew(handle, known.scope(), incoming.updateId())) {
                return "";
            }
            Bot bot = now.get();
            return switch (incoming) {
                case Incoming.Text text -> {
                    text(handle, bot, text);
                    yield "";
                }
                case Incoming.Press press -> press(handle, bot, press);
            };
        });
    }

    /** The bot with its channels as they are in this transaction: an update ago somebody may have paired. */
    private Optional<Bot> asOfNow(Handle handle, Bot known) {
        List<RegisteredChannel> current = known.channels().stream()
                .flatMap(channel -> channels.find(handle, channel.workspace(), channel.id()).stream())
                .toList();
        return Bot.of(current).stream()
                .filter(bot -> bot.id().equals(known.id()))
                .findFirst();
    }

    private void text(Handle handle, Bot bot, Incoming.Text text) {
        Optional<PairingCode> code = Pairings.codeIn(text.text());
        if (code.isPresent()) {
            Optional<Pairings.Outcome> outcome = pairings.redeem(handle, bot, text, code.get());
            outcome.ifPresentOrElse(
                    paired -> say(handle, paired.channel(), text, null, paired.message()),
                    () -> refuseOnce(handle, bot, text));
            return;
        }
        Optional<Answered> answered = Optional.ofNullable(text.replyTo())
                .flatMap(reference -> context.answered(handle, bot, text.chat(), reference));
        Parsed parsed = grammar.parse(text.text());
        if (text.inGroup()
                && answered.isEmpty()
                && !text.text().startsWith("/")
                && !(parsed instanceof Parsed.Understood)) {
            // People in a group talk with each other, too.
            return;
        }
        List<RegisteredChannel> candidates = candidates(bot, text, answered);
        Optional<Asked> member = candidates.stream()
                .flatMap(
                        channel -> people
                                .member(handle, channel, text.sender())
                                .map(found -> new Asked(text, found, channel, null))
                                .stream())
                .findFirst();
        if (member.isEmpty()) {
            refuseOnce(handle, bot, text);
            return;
        }
        Answer answer = limited(handle, member.get()).orElseGet(() -> switch (parsed) {
            case Parsed.NotUnderstood wrong -> Answer.of(Answers.hint(wrong.hint()));
            case Parsed.Understood right ->
                answered.isPresent()
                        ? inAnswerTo(handle, member.get(), answered.get(), text, right.verb())
                        : aboutTheNewest(handle, bot, member.get(), candidates, right.verb());
        });
        answer.message()
                .ifPresent(message -> say(
                        handle,
                        member.get().channel(),
                        text,
                        answered.map(Answered::taskUid).orElse(null),
                        message));
    }

    /** The channels that a message in this chat can be about. */
    private static List<RegisteredChannel> candidates(Bot bot, Incoming.Text text, Optional<Answered> answered) {
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

    private String press(Handle handle, Bot bot, Incoming.Press press) {
        Optional<Action> action = bot.channels().stream()
                .flatMap(channel -> actions.find(handle, channel.workspace(), channel.id(), press.actionId()).stream())
                .findFirst();
        if (action.isEmpty()) {
            boolean known = bot.channels().stream().anyMatch(channel -> people.member(handle, channel, press.sender())
                    .isPresent());
            return known ? "This button no longer works." : refuseOnce(handle, bot, press);
        }
        RegisteredChannel channel = bot.channel(action.get().channelId()).orElseThrow();
        Optional<Member> member = people.member(handle, channel, press.sender());
        if (member.isEmpty()) {
            return refuseOnce(handle, bot, press);
        }
        Asked asked = new Asked(press, member.get(), channel, null);
        String taskUid = action.get().taskUid();
        Answer answer = limited(handle, asked)
                .orElseGet(() -> taskUid == null
                        ? Answer.brief(Answers.noTask())
                        : about(
                                handle,
                                asked,
                                new Answered(channel, taskUid),
                                action.get().verb()));
        if (answer.popUp().isEmpty()) {
            answer.message().ifPresent(message -> say(handle, channel, press, taskUid, message));
        }
        return answer.popUp();
    }

    private Answer aboutTheNewest(Handle handle, Bot bot, Asked asked, List<RegisteredChannel> candidates, Verb verb) {
        List<RegisteredChannel> readable = candidates.stream()
                .filter(channel -> people.member(
                                handle, channel, asked.incoming().sender())
                        .isPresent())
                .toList();
        List<Answered> latest = context.latest(handle, bot, readable, TASKS_SHOWN);
        if (verb instanceof Verb.Status && latest.size() > 1) {
            return Answer.of(Answers.status(latest.stream()
                    .flatMap(each -> context.task(handle, each).stream())
                    .toList()));
        }
        Optional<Answered> newest = verb instanceof Verb.Launch
                ? latest.stream()
                        .filter(each -> context.task(handle, each)
                                .filter(task -> task.outcome() != null)
                                .isPresent())
                        .findFirst()
                        .or(() -> latest.stream().findFirst())
                : latest.stream().findFirst();
        if (newest.isPresent()) {
            return about(handle, asked, newest.get(), verb);
        }
        return switch (verb) {
            case Verb.Help help -> Answer.of(Answers.help(asked.member()));
            case Verb.Launch launch -> launches.launch(handle, asked, launch);
            case Verb.Status status -> Answer.brief(Answers.noTask());
            case Verb.Logs logs -> Answer.brief(Answers.noTask());
        };
    }

    /** Which task of a digest is meant nobody can know: better to ask than to launch what follows another one. */
    private Answer inAnswerTo(Handle handle, Asked asked, Answered answered, Incoming.Text text, Verb verb) {
        boolean digest = text.replyTo() != null && context.told(handle, answered, text.replyTo()) > 1;
        return digest ? Answer.of(Answers.manyTasks()) : about(handle, asked, answered, verb);
    }

    private Answer about(Handle handle, Asked asked, Answered answered, Verb verb) {
        Optional<TaskView> task = context.task(handle, answered);
        if (verb instanceof Verb.Help) {
            return Answer.of(Answers.help(asked.member()));
        }
        if (task.isEmpty()) {
            return Answer.brief(Answers.noTask());
        }
        // In a private chat the newest task may belong to another channel of the same person: its role counts there.
        RegisteredChannel channel = answered.channel();
        Member member = channel.id().equals(asked.channel().id())
                ? asked.member()
                : people.member(handle, channel, asked.incoming().sender()).orElse(asked.member());
        return switch (verb) {
            case Verb.Launch launch ->
                launches.launch(handle, new Asked(asked.incoming(), member, channel, task.get()), launch);
            case Verb.Status status -> Answer.of(Answers.status(task.get()));
            case Verb.Logs logs -> Answer.of(Answers.logs(task.get(), logs.lines()));
            case Verb.Help help -> Answer.of(Answers.help(asked.member()));
        };
    }

    /** Counts the request; past the limit the person is told once and then nothing until a minute has passed. */
    private Optional<Answer> limited(Handle handle, Asked asked) {
        String workspace = asked.channel().workspace();
        int recent = inbound.count(handle, asked, MINUTE);
        if (recent < MAX_A_MINUTE) {
            return Optional.empty();
        }
        if (recent > MAX_A_MINUTE) {
            return Optional.of(Answer.NOTHING);
        }
        audit.record(handle, workspace, asked.who(), "too many requests", "refused", MAX_A_MINUTE + " a minute");
        return Optional.of(Answer.brief(Answers.line(Message.Severity.WARNING, Answers.TOO_FAST)));
    }

    /** Strangers get one polite sentence, ever. */
    private String refuseOnce(Handle handle, Bot bot, Incoming incoming) {
        if (!inbound.isNew(handle, "refused:" + bot.scope(), incoming.sender().id())) {
            return "";
        }
        RegisteredChannel channel = bot.channels().getFirst();
        audit.record(handle, channel.workspace(), incoming.sender().shown(), "speak", "refused", "unknown identity");
        return switch (incoming) {
            case Incoming.Press press -> Answers.REFUSAL;
            case Incoming.Text text -> {
                say(handle, channel, text, null, Answers.line(Message.Severity.INFO, Answers.REFUSAL));
                yield "";
            }
        };
    }

    private void say(
            Handle handle, RegisteredChannel channel, Incoming incoming, @Nullable String taskUid, Message message) {
        String below =
                switch (incoming) {
                    case Incoming.Text text -> text.messageId();
                    case Incoming.Press press -> press.messageId() == null ? "0" : press.messageId();
                };
        outbox.enqueue(
                handle,
                List.of(NewDelivery.of(
                        channel.workspace(),
                        channel.id(),
                        taskUid,
                        new Placement.ReplyTo(incoming.chat(), below),
                        message)));
    }
}
