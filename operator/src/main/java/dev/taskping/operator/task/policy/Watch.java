package dev.taskping.operator.task.policy;

import dev.taskping.crds.Trigger;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.ConsideredRule;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.Route;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All that the policies that match one Job say together.
 *
 * @param rules when to tell whom
 * @param next what may be launched in answer, most likely first
 * @param logTail bytes of log wanted, the most that any of the policies asks for
 */
public record Watch(List<Rule> rules, List<NextLaunch> next, int logTail) {

    /** Nobody is to be told; what happens is recorded only. */
    public static final Watch SILENT = new Watch(List.of(), List.of(), 0);

    /**
     * When to tell whom.
     *
     * @param policy the NotifiedTask it stands in, or the label that makes it
     * @param on any of these
     * @param channels each of these
     * @param refused channels that it names and may not use
     */
    public record Rule(String policy, Set<Trigger> on, List<ChannelKey> channels, List<ChannelKey> refused) {}

    /** Whom to tell of the start, each channel once. */
    public List<Route> startRoute() {
        return route(Watch::wantsStart);
    }

    /** The rules as they were looked at for a start. */
    public List<ConsideredRule> consideredForStart() {
        return considered(Watch::wantsStart);
    }

    /** The rules as they were looked at for that end. */
    public List<ConsideredRule> consideredFor(Result result) {
        return considered(on -> wantsEnd(on, result));
    }

    /**
     * Whom to tell of that end, each channel once. Of an end that nobody saw, everybody who wanted to know of any end is
     * told: it may have been the one they wait for.
     */
    public List<Route> finishRoute(Result result) {
        return route(on -> wantsEnd(on, result));
    }

    private static boolean wantsStart(Set<Trigger> on) {
        return on.contains(Trigger.STARTED);
    }

    private static boolean wantsEnd(Set<Trigger> on, Result result) {
        return on.contains(Trigger.FINISHED)
                || switch (result) {
                    case SUCCEEDED -> on.contains(Trigger.SUCCEEDED);
                    case FAILED -> on.contains(Trigger.FAILED);
                    case CANCELLED -> on.contains(Trigger.CANCELLED);
                    case GONE -> on.stream().anyMatch(trigger -> trigger != Trigger.STARTED);
                };
    }

    private List<ConsideredRule> considered(Predicate<Set<Trigger>> wanted) {
        return rules.stream()
                .map(rule -> new ConsideredRule(
                        rule.policy(),
                        rule.on().stream().map(Trigger::word).toList(),
                        wanted.test(rule.on()),
                        rule.channels(),
                        rule.refused()))
                .toList();
    }

    private List<Route> route(Predicate<Set<Trigger>> wanted) {
        return rules.stream()
                .filter(rule -> wanted.test(rule.on()))
                .flatMap(rule -> rule.channels().stream())
                .distinct()
                .map(Route::new)
                .toList();
    }
}
