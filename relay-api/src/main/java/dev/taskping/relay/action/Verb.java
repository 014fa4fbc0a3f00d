package dev.taskping.relay.action;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.taskping.protocol.channel.Permission;
import dev.taskping.protocol.time.CompactDuration;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A command that a person can give. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Verb.Launch.class, name = "launch"),
    @JsonSubTypes.Type(value = Verb.Options.class, name = "options"),
    @JsonSubTypes.Type(value = Verb.Retry.class, name = "retry"),
    @JsonSubTypes.Type(value = Verb.Logs.class, name = "logs"),
    @JsonSubTypes.Type(value = Verb.Status.class, name = "status"),
    @JsonSubTypes.Type(value = Verb.Stop.class, name = "stop"),
    @JsonSubTypes.Type(value = Verb.Keep.class, name = "keep"),
    @JsonSubTypes.Type(value = Verb.Extend.class, name = "extend"),
    @JsonSubTypes.Type(value = Verb.Mute.class, name = "mute"),
    @JsonSubTypes.Type(value = Verb.Unmute.class, name = "unmute"),
    @JsonSubTypes.Type(value = Verb.Confirm.class, name = "confirm"),
    @JsonSubTypes.Type(value = Verb.Pick.class, name = "pick"),
    @JsonSubTypes.Type(value = Verb.Unpair.class, name = "unpair"),
    @JsonSubTypes.Type(value = Verb.Help.class, name = "help")
})
public sealed interface Verb {

    /**
     * Launch an approved template.
     *
     * @param template the template's name; absent for the one that the task names next
     * @param parameters as text, by name
     */
    record Launch(@Nullable String template, Map<String, String> parameters) implements Verb {
        public Launch {
            parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
        }
    }

    /** Show what can be launched next. */
    record Options() implements Verb {}

    /** Run the task's work again. */
    record Retry() implements Verb {}

    /**
     * Show the end of the log.
     *
     * @param lines how many lines
     */
    record Logs(int lines) implements Verb {
        /** Lines shown when no number is given. */
        public static final int DEFAULT_LINES = 20;
    }

    /** Show the state of the task. */
    record Status() implements Verb {}

    /** Stop the task. */
    record Stop() implements Verb {}

    /** Keep the finished task beyond its time to live. */
    record Keep() implements Verb {}

    /**
     * Extend the task's deadline.
     *
     * @param by by how much, in whole seconds
     */
    record Extend(Duration by) implements Verb {}

    /**
     * Send this channel no messages about the task except its end.
     *
     * @param length for how long, in whole seconds
     */
    record Mute(Duration length) implements Verb {}

    /** Send this channel messages about the task again. */
    record Unmute() implements Verb {}

    /**
     * Confirm or decline a launch.
     *
     * @param meant whether to confirm
     * @param command the launch; absent where a person typed yes or no: the open question tells which
     */
    record Confirm(boolean meant, @Nullable UUID command) implements Verb {}

    /**
     * Choose one of the numbered options, where there are no buttons.
     *
     * @param number counted from one; or a code of six digits, where the sender could be somebody else
     */
    record Pick(int number) implements Verb {
        /** The smallest code. */
        public static final int FIRST_CODE = 100_000;

        /** The largest code. */
        public static final int LAST_CODE = 999_999;

        /** Whether it is a code: no message has so many options. */
        public boolean isCode() {
            return number >= FIRST_CODE;
        }
    }

    /** Unpair the sender's account. */
    record Unpair() implements Verb {}

    /** Show the commands. */
    record Help() implements Verb {}

    /** The permission that the command needs. */
    default Permission needs() {
        return switch (this) {
            case Status status -> Permission.READ;
            case Logs logs -> Permission.READ;
            case Help help -> Permission.READ;
            // Everybody may unpair.
            case Unpair unpair -> Permission.READ;
            // The chosen option has its own check.
            case Pick pick -> Permission.READ;
            case Launch launch -> Permission.LAUNCH;
            case Options options -> Permission.LAUNCH;
            case Retry retry -> Permission.LAUNCH;
            case Confirm confirm -> Permission.LAUNCH;
            case Mute mute -> Permission.MUTE;
            case Unmute unmute -> Permission.MUTE;
            case Stop stop -> Permission.CONTROL;
            case Keep keep -> Permission.CONTROL;
            case Extend extend -> Permission.CONTROL;
        };
    }

    /** Whether it changes something, if only for the person; a choice or a confirmation changes what it chooses. */
    default boolean changes() {
        return switch (this) {
            case Status status -> false;
            case Logs logs -> false;
            case Help help -> false;
            case Options options -> false;
            case Pick pick -> true;
            case Launch launch -> true;
            case Retry retry -> true;
            case Confirm confirm -> true;
            case Mute mute -> true;
            case Unmute unmute -> true;
            case Stop stop -> true;
            case Keep keep -> true;
            case Extend extend -> true;
            case Unpair unpair -> true;
        };
    }

    /** The command as a person would type it, without parameters: for audits, buttons and questions. */
    default String words() {
        return switch (this) {
            case Status status -> "status";
            case Logs logs -> "logs " + logs.lines;
            case Help help -> "help";
            case Unpair unpair -> "unpair";
            case Pick pick -> Integer.toString(pick.number);
            case Launch launch -> "launch " + (launch.template == null ? "next" : launch.template);
            case Options options -> "launch";
            case Retry retry -> "retry";
            case Confirm confirm -> confirm.meant ? "yes" : "no";
            case Mute mute -> "mute " + CompactDuration.DAYS_TO_MINUTES.format(mute.length);
            case Unmute unmute -> "unmute";
            case Stop stop -> "stop";
            case Keep keep -> "keep";
            case Extend extend -> "extend " + CompactDuration.DAYS_TO_MINUTES.format(extend.by);
        };
    }
}
