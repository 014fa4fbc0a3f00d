package dev.taskping.relay.conversation.reply;

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

/** The texts of replies. Pure. */
public final class ReplyTexts {

    public static final String REFUSAL =
            "This bot answers only people who were invited. If you were, open the link you were given, or send /start"
                    + " and your code.";

    private ReplyTexts() {}

    public static Message line(Severity severity, String text) {
        return Message.line(severity, text);
    }

    public static Message hint(String text) {
        return line(Severity.INFO, text);
    }

    public static Message welcome(Member member, RegisteredChannel channel) {
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

    public static Message help(Member member) {
        return new Message(
                "What you can say",
                Severity.INFO,
                commands(member.role())
                        + " A command in answer to a message is about that message's task. Otherwise, if it"
                        + " can be about several tasks, I ask which one.",
                List.of(),
                null,
                List.of(),
                null);
    }

    private static String commands(Role role) {
        List<String> commands = new ArrayList<>();
        if (Permission.LAUNCH.isGivenTo(role)) {
            commands.add("launch next, launch NAME key=value, retry");
        }
        if (Permission.CONTROL.isGivenTo(role)) {
            commands.add("stop, keep, extend 2h");
        }
        if (Permission.MUTE.isGivenTo(role)) {
            commands.add("mute 1h, unmute");
        }
        commands.add("status, logs 50 and help.");
        return "You can say: " + String.join(", ", commands);
    }

    public static Message codeExpired(RegisteredChannel channel) {
        return line(
                Severity.WARNING,
                "This code has expired. The status of the channel has a new one: kubectl -n "
                        + channel.key().namespace() + " get notificationchannel "
                        + channel.key().name() + " -o yaml");
    }

    public static Message codeUsed() {
        return line(Severity.WARNING, "This code has already been used. Ask for a new one.");
    }

    public static Message accountTaken() {
        return line(
                Severity.WARNING,
                "This account is paired with somebody else in this namespace. Use the account that the code was meant for.");
    }

    public static Message permissionMissing(Verb verb, Role has) {
        return line(
                Severity.WARNING,
                "\"" + verb.words() + "\" needs the role " + nameOf(verb.needs().least()) + "; yours here is "
                        + nameOf(has) + ". Whoever manages the channel can change it.");
    }

    public static Message roleOfAnotherNamespace(Verb verb, String namespace) {
        return line(
                Severity.WARNING,
                "\"" + verb.words() + "\" needs the role " + nameOf(verb.needs().least()) + " in namespace " + namespace
                        + ", whose task this is. Whoever manages a channel there can give it to you.");
    }

    public static Message noTask() {
        return line(Severity.INFO, "There is no task here yet that this can be about.");
    }

    public static Message noTask(Verb verb) {
        return line(Severity.INFO, "There is no task here that \"" + verb.words() + "\" can be about.");
    }

    public static Message whichOne(Verb verb) {
        return line(Severity.INFO, "Which one? \"" + verb.words() + "\" can be about several tasks.");
    }

    public static Message manyTasks() {
        return line(
                Severity.INFO,
                "That message is about several tasks, so I cannot know which one you mean. Send the command as a new message.");
    }

    public static Message notInACluster(String task) {
        return line(Severity.INFO, task + " does not run in a cluster, so it cannot be controlled from here.");
    }

    public static Message endedAlready(String task) {
        return line(Severity.INFO, task + " has already ended.");
    }

    public static Message stillRuns(String task) {
        return line(
                Severity.INFO,
                task + " is still running. \"retry\" repeats a task that has ended; \"stop\" ends it first.");
    }

    public static Message stopForSure(String task) {
        return line(Severity.WARNING, "⏹ Stop " + task + "? It ends at once and counts as cancelled.");
    }

    public static Message nothingAsked() {
        return line(Severity.INFO, "I have no open question for you here.");
    }

    public static Message needsCode() {
        return line(Severity.INFO, "Please confirm, because senders of text messages can be forged.");
    }

    public static Message wrongCode() {
        return line(Severity.WARNING, "No open question has this code. Answer with a code of my latest messages.");
    }

    public static Message severalAsked() {
        return line(
                Severity.INFO,
                "Several questions are waiting for your answer. Answer yes or no to the message you mean.");
    }

    public static Message onlyForAnother(String person) {
        return line(Severity.WARNING, "Only " + person + " can confirm this.");
    }

    public static Message notForYou() {
        return line(Severity.WARNING, "Only the person who was asked can choose here. Send a command of your own.");
    }

    public static Message tooOld() {
        return line(Severity.INFO, "That question has expired. Send the command again.");
    }

    public static Message lockedOut(String who, Instant until) {
        return line(
                Severity.WARNING,
                "🔒 " + who + " was refused too often and is locked out until " + until.truncatedTo(ChronoUnit.SECONDS)
                        + ".");
    }

    public static Message launchWhat() {
        return line(Severity.INFO, "Launch what?");
    }

    public static Message nothingNext() {
        return line(Severity.INFO, "No template is named to be launched next. Name one: launch NAME key=value.");
    }

    public static Message didYouMean(String template, String near) {
        return line(Severity.INFO, "No template \"" + template + "\" is known here. Did you mean \"" + near + "\"?");
    }

    public static Message muted(String task, RegisteredChannel channel, Duration length) {
        return line(
                Severity.INFO,
                "🔕 " + channel.key() + " gets no messages about " + task + " except its end for "
                        + DurationFormat.words(length) + ". \"unmute\" undoes this.");
    }

    public static Message unmuted(String task, RegisteredChannel channel) {
        return line(Severity.INFO, "🔔 " + channel.key() + " gets messages about " + task + " again.");
    }

    public static Message notMuted(String task) {
        return line(Severity.INFO, task + " is not muted here.");
    }

    private static String nameOf(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
