package dev.taskping.relay.conversation;

import dev.taskping.protocol.channel.Permission;
import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.protocol.time.DurationFormat;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.people.Member;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What people are told in answer. Pure. */
public final class ReplyTexts {

    static final String REFUSAL =
            "This bot speaks only with people who were invited to it. If you were, open the link you were given, or send"
                    + " /start and your code.";

    private ReplyTexts() {}

    public static Message line(Severity severity, String text) {
        return Message.line(severity, text);
    }

    static Message hint(String text) {
        return line(Severity.INFO, text);
    }

    static Message welcome(Member member, RegisteredChannel channel) {
        return new Message(
                "👋 Hello " + member.name(),
                Severity.SUCCESS,
                "You are paired with " + channel.key() + " as " + nameOf(member.role()) + ". "
                        + commands(member.role()),
                List.of(),
                null,
                List.of(),
                null);
    }

    static Message help(Member member) {
        return new Message(
                "What you can say",
                Severity.INFO,
                commands(member.role())
                        + " In answer to a message it is about that message's task. Otherwise, if several"
                        + " tasks can be meant, I ask which one.",
                List.of(),
                null,
                List.of(),
                null);
    }

    private static String commands(Role role) {
        List<String> sayings = new ArrayList<>();
        if (Permission.LAUNCH.isGivenTo(role)) {
            sayings.add("launch next, launch NAME key=value, retry");
        }
        if (Permission.CONTROL.isGivenTo(role)) {
            sayings.add("stop, keep, extend 2h");
        }
        if (Permission.MUTE.isGivenTo(role)) {
            sayings.add("mute 1h, unmute");
        }
        sayings.add("status, logs 50 and help.");
        return "You can say: " + String.join(", ", sayings);
    }

    static Message codeExpired(RegisteredChannel channel) {
        return line(
                Severity.WARNING,
                "This code has expired. A new one is in the status of the channel: kubectl -n "
                        + channel.key().namespace() + " get notificationchannel "
                        + channel.key().name() + " -o yaml");
    }

    static Message codeUsed() {
        return line(Severity.WARNING, "This code was used already. Ask for a new one.");
    }

    static Message accountTaken() {
        return line(
                Severity.WARNING,
                "This account is paired as somebody else in this namespace. Use the account that the code was meant for.");
    }

    static Message permissionMissing(Verb verb, Role has) {
        return line(
                Severity.WARNING,
                "\"" + verb.words() + "\" needs the role " + nameOf(verb.needs().least()) + "; yours here is "
                        + nameOf(has) + ". Whoever looks after the channel can change it.");
    }

    static Message noTask() {
        return line(Severity.INFO, "There is no task here yet that this could be about.");
    }

    static Message noTask(Verb verb) {
        return line(Severity.INFO, "I know of no task here that \"" + verb.words() + "\" could be about.");
    }

    static Message whichOne(Verb verb) {
        return line(Severity.INFO, "Which one? \"" + verb.words() + "\" can be about several tasks.");
    }

    static Message manyTasks() {
        return line(
                Severity.INFO,
                "That message tells of several tasks, so I cannot know which one you mean. Say it in a message of its own.");
    }

    static Message notInACluster(String task) {
        return line(
                Severity.INFO, task + " does not run in a cluster, so that nothing can be done about it from here.");
    }

    static Message endedAlready(String task) {
        return line(Severity.INFO, task + " has ended already.");
    }

    static Message stillRuns(String task) {
        return line(Severity.INFO, task + " still runs. \"retry\" does again what has ended; \"stop\" ends it first.");
    }

    static Message stopForSure(String task) {
        return line(Severity.WARNING, "⏹ Stop " + task + "? It ends at once and counts as cancelled.");
    }

    static Message nothingAsked() {
        return line(Severity.INFO, "There is no question of mine here that waits for your answer.");
    }

    static Message severalAsked() {
        return line(
                Severity.INFO, "Several questions wait for your answer. Say yes or no in answer to the one you mean.");
    }

    static Message onlyForAnother(String person) {
        return line(Severity.WARNING, "Only " + person + " can confirm this.");
    }

    static Message notForYou() {
        return line(Severity.WARNING, "Only who was asked can choose here. Say yourself what you want.");
    }

    static Message tooOld() {
        return line(Severity.INFO, "That was asked too long ago. Say again what you want.");
    }

    static Message lockedOut(String who, Instant until) {
        return line(
                Severity.WARNING,
                "🔒 " + who + " asked too often for what they may not, and is not listened to until "
                        + until.truncatedTo(ChronoUnit.SECONDS) + ".");
    }

    static Message launchWhat() {
        return line(Severity.INFO, "Launch what?");
    }

    static Message nothingNext() {
        return line(Severity.INFO, "Nothing is named to be launched next. Name a template: launch NAME key=value.");
    }

    static Message didYouMean(String template, String near) {
        return line(Severity.INFO, "No template \"" + template + "\" is known here. Did you mean \"" + near + "\"?");
    }

    static Message muted(String task, RegisteredChannel channel, Duration length) {
        return line(
                Severity.INFO,
                "🔕 " + channel.key() + " hears nothing of " + task + " but its end for " + DurationFormat.words(length)
                        + ". \"unmute\" undoes it.");
    }

    static Message unmuted(String task, RegisteredChannel channel) {
        return line(Severity.INFO, "🔔 " + channel.key() + " hears of " + task + " again.");
    }

    static Message notMuted(String task) {
        return line(Severity.INFO, task + " is not muted here.");
    }

    private static String nameOf(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
