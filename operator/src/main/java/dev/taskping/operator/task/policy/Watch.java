package dev.taskping.operator.task.policy;

import dev.taskping.crds.NotifyEvent;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.RuleEvaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
     * @param template how messages are worded; absent: as the channel says, or by default
     * @param live whether a message about a start is edited later
     */
    public record Rule(
            String policy,
            Set<NotifyEvent> on,
            List<ChannelKey> channels,
            List<ChannelKey> refused,
            @Nullable String template,
            boolean live) {

        private Stream<Route> routes(boolean mayBeLive) {
            return channels.stream()
                    .map(channel -> new Route(channel, template == null ? null : policy, template, mayBeLive && live));
        }
    }

    /** Whom to tell of the start, each channel once. */
    public List<Route> startRoute() {
        return route(Watch::wantsStart, true);
    }

    /** The rules as they were looked at for a start. */
    public List<RuleEvaluation> consideredForStart() {
        return considered(Watch::wantsStart);
    }

    /** The rules as they were looked at for that end. */
    public List<RuleEvaluation> consideredFor(Result result) {
        return considered(on -> wantsEnd(on, result));
    }

    /**
     * Whom to tell of that end, each channel once. Of an end that nobody saw, everybody who wanted to know of any end is
     * told: it may have been the one they wait for.
     */
    public List<Route> finishRoute(Result result) {
        return route(on -> wantsEnd(on, result), false);
    }

    private static boolean wantsStart(Set<NotifyEvent> on) {
        return on.contains(NotifyEvent.STARTED);
    }

    private static boolean wantsEnd(Set<NotifyEvent> on, Result result) {
        return on.contains(NotifyEvent.FINISHED)
                || switch (result) {
                    case SUCCEEDED -> on.contains(NotifyEvent.SUCCEEDED);
                    case FAILED -> on.contains(NotifyEvent.FAILED);
                    case CANCELLED -> on.contains(NotifyEvent.CANCELLED);
                    case GONE -> on.stream().anyMatch(trigger -> trigger != NotifyEvent.STARTED);
                };
    }

    private List<RuleEvaluation> considered(Predicate<Set<NotifyEvent>> wanted) {
        return rules.stream()
                .map(rule -> new RuleEvaluation(
                        rule.policy(),
                        rule.on().stream().map(NotifyEvent::word).toList(),
                        wanted.test(rule.on()),
                        rule.channels(),
                        rule.refused()))
                .toList();
    }

    /** Each channel once: the first template counts, and what one rule wants to be live is. */
    private List<Route> route(Predicate<Set<NotifyEvent>> wanted, boolean mayBeLive) {
        Map<ChannelKey, Route> routes = new LinkedHashMap<>();
        rules.stream()
                .filter(rule -> wanted.test(rule.on()))
                .flatMap(rule -> rule.routes(mayBeLive))
                .forEach(route -> routes.merge(route.channel(), route, Watch::both));
        return List.copyOf(routes.values());
    }

    private static Route both(Route one, Route other) {
        Route worded = one.template() == null ? other : one;
        return new Route(one.channel(), worded.policy(), worded.template(), one.live() || other.live());
    }
}
