package dev.taskping.relay.action;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.taskping.protocol.channel.Permission;
import dev.taskping.protocol.time.CompactDuration;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be asked for in answer to a task. */
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
     * Create work from an approved template.
     *
     * @param template the template's name; absent for the task's next one
     * @param parameters as text, by name
     */
    record Launch(@Nullable String template, Map<String, String> parameters) implements Verb {
        public Launch {
            parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
        }
    }

    /** Show what may be launched next. */
    record Options() implements Verb {}

    /** Do the same work again. */
    record Retry() implements Verb {}

    /**
     * Show the log's end.
     *
     * @param lines how many lines of it
     */
    record Logs(int lines) implements Verb {
        /** Lines shown when no number is given. */
        public static final int DEFAULT_LINES = 20;
    }

    /** Say how the task is doing. */
    record Status() implements Verb {}

    /** End the task. */
    record Stop() implements Verb {}

    /** Do not remove the task when its time to live after its end has passed. */
    record Keep() implements Verb {}

    /**
     * Let the task run longer than its deadline says.
     *
     * @param by by how much, in whole seconds
     */
    record Extend(Duration by) implements Verb {}

    /**
     * Tell this channel nothing of the task but its end.
     *
     * @param length for how long, in whole seconds
     */
    record Mute(Duration length) implements Verb {}

    /** Tell this channel of the task again. */
    record Unmute() implements Verb {}

    /**
     * Answer the question whether a launch is meant.
     *
     * @param meant whether it is
     * @param command the launch; absent where a person says yes or no: the question shows which
     */
    record Confirm(boolean meant, @Nullable UUID command) implements Verb {}

    /**
     * Take one of the choices that were offered where there are no buttons.
     *
     * @param number counted from one
     */
    record Pick(int number) implements Verb {}

    /** Let the account that speaks be nobody's. */
    record Unpair() implements Verb {}

    /** Say what can be asked for. */
    record Help() implements Verb {}

    /** What the person must be permitted. */
    default Permission needs() {
        return switch (this) {
            case Status status -> Permission.READ;
            case Logs logs -> Permission.READ;
            case Help help -> Permission.READ;
            // Everybody may go.
            case Unpair unpair -> Permission.READ;
            // What is picked is decided on by itself.
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

    /** As a person would type it, without parameters: for audits, buttons and questions. */
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
