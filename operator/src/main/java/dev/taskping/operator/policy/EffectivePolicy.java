package dev.taskping.operator.policy;

import dev.taskping.crds.notifiedtask.NotifyEvent;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.EventLimits;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.RuleEvaluation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all NotifiedTasks that match a Job, and the Job's label, ask for together.
 *
 * @param rules which channels to notify, and when
 * @param next the templates that a reply may launch, most likely first
 * @param logTail the bytes of log to report, the most that any NotifiedTask asks for
 */
public record EffectivePolicy(List<Rule> rules, List<NextLaunch> next, int logTail) {

    /** Notifies nobody; the relay only records what happens. */
    public static final EffectivePolicy SILENT = new EffectivePolicy(List.of(), List.of(), 0);

    /**
     * Which channels to notify, and when.
     *
     * @param policy the NotifiedTask that contains the rule, or the label that stands for it
     * @param on the triggers; any of them
     * @param channels the channels to notify; all of them
     * @param refused the channels that the rule names but may not use
     * @param template the template of the messages; absent: the channel's template, or the default text
     * @param live whether the message about the start is edited later
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

    /** The channels to notify of the start, each once. */
    public List<Route> startRoute() {
        return route(EffectivePolicy::wantsStart, true);
    }

    /** Which rules apply to a start. */
    public List<RuleEvaluation> consideredForStart() {
        return considered(EffectivePolicy::wantsStart);
    }

    /** Which rules apply to that end. */
    public List<RuleEvaluation> consideredFor(Result result) {
        return considered(on -> wantsEnd(on, result));
    }

    /**
     * The channels to notify of that end, each once. An end that nobody saw notifies every channel that any end would notify: it
     * may be the one that people wait for.
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

    /**
     * Each channel once, with the first template; the message is live if any rule asks for that. If there are more than one event may
     * name, NotifiedTasks take turns: the many channels of one leave room for the few of another.
     */
    private List<Route> route(Predicate<Set<NotifyEvent>> wanted, boolean mayBeLive) {
        Map<String, List<Route>> byPolicy = new LinkedHashMap<>();
        rules.stream().filter(rule -> wanted.test(rule.on())).forEach(rule -> byPolicy.computeIfAbsent(
                        rule.policy(), none -> new ArrayList<>())
                .addAll(rule.routes(mayBeLive).toList()));
        Map<ChannelKey, Route> routes = merged(byPolicy.values().stream().flatMap(List::stream));
        return List.copyOf(
                routes.size() <= EventLimits.ROUTES
                        ? routes.values()
                        : merged(inTurns(List.copyOf(byPolicy.values()))).values());
    }

    private static Map<ChannelKey, Route> merged(Stream<Route> all) {
        Map<ChannelKey, Route> routes = new LinkedHashMap<>();
        all.forEach(route -> routes.merge(route.channel(), route, EffectivePolicy::merged));
        return routes;
    }

    private static Stream<Route> inTurns(List<List<Route>> policies) {
        int longest = policies.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, longest).boxed().flatMap(turn -> policies.stream()
                .filter(routes -> turn < routes.size())
                .map(routes -> routes.get(turn)));
    }

    private static Route merged(Route one, Route other) {
        Route templated = one.template() == null ? other : one;
        return new Route(one.channel(), templated.policy(), templated.template(), one.live() || other.live());
    }
}
