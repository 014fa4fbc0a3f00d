package dev.taskping.relay.reply;

import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.command.CommandLine;
import dev.taskping.relay.command.CommandLine.Parsed;
import dev.taskping.relay.command.Verb;
import dev.taskping.relay.reply.Offers.Named;
import dev.taskping.relay.reply.Speech.Place;
import dev.taskping.relay.reply.TaskContext.Answered;
import dev.taskping.relay.reply.TaskContext.Known;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Takes what people write. */
@ApplicationScoped
class Sayings {

    /** Who means an older task answers its message. */
    private static final int REMEMBERED = 20;

    private final CommandLine grammar;
    private final Pairings pairings;
    private final Doorkeeper doorkeeper;
    private final TaskContext context;
    private final PeopleStore people;
    private final Offers offers;
    private final Mutes mutes;
    private final Requests requests;
    private final Presses presses;
    private final Speech speech;
    private final AuditLog audit;

    Sayings(
            CommandLine grammar,
            Pairings pairings,
            Doorkeeper doorkeeper,
            TaskContext context,
            PeopleStore people,
            Offers offers,
            Mutes mutes,
            Requests requests,
            Presses presses,
            Speech speech,
            AuditLog audit) {
        this.grammar = grammar;
        this.pairings = pairings;
        this.doorkeeper = doorkeeper;
        this.context = context;
        this.people = people;
        this.offers = offers;
        this.mutes = mutes;
        this.requests = requests;
        this.presses = presses;
        this.speech = speech;
        this.audit = audit;
    }

    /** A text with what is known of it before anything is decided. */
    private record Said(Bot bot, Incoming.Text text, Optional<Answered> answered, List<RegisteredChannel> candidates) {}

    void take(Handle handle, Bot bot, Incoming.Text text) {
        Optional<PairingCode> code = Pairings.codeIn(text.text());
        if (code.isPresent()) {
            pairings.redeem(handle, bot, text, code.get())
                    .ifPresentOrElse(
                            paired -> speech.say(handle, Place.below(text, paired.channel(), null), paired.message()),
                            () -> doorkeeper.refuseOnce(handle, bot, text));
            return;
        }
        Parsed parsed = grammar.parse(text.text());
        Optional<Answered> answered = Optional.ofNullable(text.replyTo())
                .flatMap(reference -> context.answered(handle, bot, text.chat(), reference));
        Said said = new Said(bot, text, answered, candidates(bot, text, answered));
        if (isTalk(text, answered, parsed)) {
            return;
        }
        Optional<Asked> asked = doorkeeper.member(handle, said.candidates, text);
        if (asked.isEmpty()) {
            if (!isSmallTalk(text, parsed)) {
                doorkeeper.refuseOnce(handle, bot, text);
            }
            return;
        }
        Asked who = asked.get();
        Optional<Named> named = named(handle, said, parsed);
        if (isSmallTalk(text, parsed)
                && named.filter(Named.Nothing.class::isInstance).isPresent()) {
            return;
        }
        Answer answer = doorkeeper
                .turnedAway(handle, who, text.text())
                .orElseGet(() -> answer(handle, said, who, parsed, named));
        audit.answered(handle, who, parsed, answer);
        presses.say(
                handle,
                Place.below(text, who.channel(), answered.map(Answered::taskUid).orElse(null)),
                answer,
                who.member().personId());
    }

    /** What people in a group say to each other: all that is no command, and words that are commands only if we are meant. */
    private static boolean isTalk(Incoming.Text text, Optional<Answered> answered, Parsed parsed) {
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
    private static boolean isSmallTalk(Incoming.Text text, Parsed parsed) {
        return text.inGroup() && parsed instanceof Parsed.Understood(Verb verb) && takesOffer(verb);
    }

    private static boolean takesOffer(Verb verb) {
        return verb instanceof Verb.Confirm || verb instanceof Verb.Pick;
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

    /** What yes, no or a number takes; empty if it is another command. */
    private Optional<Named> named(Handle handle, Said said, Parsed parsed) {
        if (!(parsed instanceof Parsed.Understood(Verb verb)) || !takesOffer(verb)) {
            return Optional.empty();
        }
        return Optional.of(doorkeeper
                .members(handle, said.candidates, said.text)
                .map(member -> offers.named(handle, said.bot, member, said.text, verb))
                .filter(named -> !(named instanceof Named.Nothing))
                .findFirst()
                .orElseGet(Named.Nothing::new));
    }

    private Answer answer(Handle handle, Said said, Asked who, Parsed parsed, Optional<Named> named) {
        if (named.isPresent()) {
            return switch (named.get()) {
                case Named.It it -> taken(handle, said, who, it);
                case Named.Nothing nothing -> Answer.of(Answers.nothingAsked());
                case Named.Ambiguous ambiguous -> Answer.of(Answers.severalAsked());
            };
        }
        return switch (parsed) {
            case Parsed.NotUnderstood(String hint) -> Answer.of(Answers.hint(hint));
            case Parsed.Understood(Verb verb) ->
                said.answered.isPresent()
                        ? inAnswerTo(handle, said, who, said.answered.get(), verb)
                        : aboutNone(handle, said, who, verb);
        };
    }

    /** The role counts that the person has on the channel which the choice is about. */
    private Answer taken(Handle handle, Said said, Asked who, Named.It it) {
        return said.bot
                .channel(it.action().channelId())
                .flatMap(channel -> doorkeeper.member(handle, List.of(channel), said.text))
                .map(asked -> presses.pressed(handle, asked, it.action()))
                .orElseGet(() -> Answer.of(Answers.nothingAsked()));
    }

    /** Which task of a digest is meant nobody can know: better to ask than to launch what follows another one. */
    private Answer inAnswerTo(Handle handle, Said said, Asked who, Answered answered, Verb verb) {
        String reference = said.text.replyTo();
        boolean digest = reference != null && context.told(handle, answered, reference) > 1;
        if (digest && !isAboutNone(verb)) {
            return Answer.of(Answers.manyTasks());
        }
        return context.task(handle, answered)
                .map(task -> requests.decide(
                        handle, who.about(who.member(), answered.channel(), task), verb, Certainty.SAID, List.of()))
                .orElseGet(() -> requests.decide(handle, who, verb, Certainty.SAID, List.of()));
    }

    private Answer aboutNone(Handle handle, Said said, Asked who, Verb verb) {
        List<RegisteredChannel> permitted = doorkeeper.permitted(handle, said.candidates, said.text, verb.needs());
        if (isAboutNone(verb) || permitted.isEmpty()) {
            return requests.decide(handle, who, verb, Certainty.SAID, List.of());
        }
        List<Known> latest = context.latestKnown(handle, said.bot, permitted, REMEMBERED);
        if (verb instanceof Verb.Status && latest.size() > 1) {
            return Answer.of(TaskAnswers.status(
                    latest.stream().limit(TaskChoice.MOST).map(Known::view).toList()));
        }
        if (verb instanceof Verb.Options) {
            return requests.decide(handle, who, verb, Certainty.SAID, latest);
        }
        List<Known> eligible =
                verb instanceof Verb.Unmute ? mutes.muted(handle, who.channel().workspace(), latest) : latest;
        return switch (TaskChoice.of(verb, eligible)) {
            case TaskChoice.None none -> requests.decide(handle, who, verb, Certainty.SAID, latest);
            case TaskChoice.One(Known task) -> about(handle, who, task, verb);
            case TaskChoice.Several(List<Known> tasks) -> whichOne(verb, tasks);
        };
    }

    private static boolean isAboutNone(Verb verb) {
        return verb instanceof Verb.Help || verb instanceof Verb.Unpair;
    }

    /** In a private chat the task may belong to another channel of the same person: its role counts there. */
    private Answer about(Handle handle, Asked who, Known task, Verb verb) {
        RegisteredChannel channel = task.where().channel();
        Member member = people.member(handle, channel, who.incoming().sender()).orElseThrow();
        return requests.decide(handle, who.about(member, channel, task.view()), verb, Certainty.CONCLUDED, List.of());
    }

    private static Answer whichOne(Verb verb, List<Known> tasks) {
        return Answer.asking(
                Answers.whichOne(verb),
                tasks.stream()
                        .map(task -> new Choice(label(verb, task), verb, task.where()))
                        .toList());
    }

    private static String label(Verb verb, Known task) {
        String name = task.view().task().name();
        return verb instanceof Verb.Launch ? verb.words() + " after " + name : verb.words() + " " + name;
    }
}
