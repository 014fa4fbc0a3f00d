package dev.taskping.chaos.fault;

import static dev.taskping.testkit.testbed.Link.OPERATOR_API_SERVER;
import static dev.taskping.testkit.testbed.Link.OPERATOR_RELAY;
import static dev.taskping.testkit.testbed.Link.RELAY_DATABASE;
import static dev.taskping.testkit.testbed.Link.RELAY_PROVIDERS;

import dev.taskping.chaos.fault.FaultAction.AnswersLost;
import dev.taskping.chaos.fault.FaultAction.Cut;
import dev.taskping.chaos.fault.FaultAction.Hostility;
import dev.taskping.chaos.fault.FaultAction.Kill;
import dev.taskping.chaos.fault.FaultAction.KillOperators;
import dev.taskping.chaos.fault.FaultAction.Part;
import dev.taskping.chaos.fault.FaultAction.ProvidersFail;
import dev.taskping.chaos.fault.FaultAction.Restart;
import dev.taskping.chaos.fault.FaultAction.Stall;
import dev.taskping.testkit.simulator.http.Fault.Hang;
import dev.taskping.testkit.simulator.http.Fault.Reset;
import dev.taskping.testkit.simulator.http.Fault.Status;
import dev.taskping.testkit.testbed.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A row of the fault suite: what is done while Jobs start and end. */
public enum FaultScenario {
    NONE(random -> List.of()),
    OPERATOR_KILL(random -> times(3, () -> new Kill(Part.OPERATOR, seconds(random, 0, 3)))),
    /** Nobody watches for 40 s; the next operator sees by the API server's watch cache what was deleted meanwhile. */
    OPERATORS_DOWN(random -> List.of(new KillOperators(Duration.ofSeconds(40)))),
    RELAY_KILL(random -> times(3, () -> new Kill(Part.RELAY, seconds(random, 0, 3)))),
    POSTGRESQL_KILL(random -> times(2, () -> new Kill(Part.DATABASE, seconds(random, 0, 3)))),
    API_SERVER_KILL(random -> times(2, () -> new Kill(Part.API_SERVER, Duration.ZERO))),
    CUT_OPERATOR_RELAY(random -> interruptions(random, OPERATOR_RELAY)),
    CUT_OPERATOR_API_SERVER(random -> interruptions(random, OPERATOR_API_SERVER)),
    CUT_RELAY_POSTGRESQL(random -> interruptions(random, RELAY_DATABASE)),
    CUT_RELAY_PROVIDERS(random -> interruptions(random, RELAY_PROVIDERS)),
    PROVIDERS_429(random -> List.of(
            new ProvidersFail(new Status(429, seconds(random, 1, 3)), seconds(random, 2, 5)),
            new ProvidersFail(new Status(429, null), seconds(random, 2, 5)))),
    PROVIDERS_500(random -> List.of(new ProvidersFail(new Status(500, null), seconds(random, 3, 8)))),
    PROVIDERS_HANG(random -> List.of(new ProvidersFail(new Hang(seconds(random, 17, 22)), seconds(random, 3, 6)))),
    PROVIDERS_RESET(random -> List.of(new ProvidersFail(new Reset(), seconds(random, 3, 6)))),
    PROVIDERS_TAKE_AND_RESET(random -> times(3, () -> new AnswersLost(random.nextInt(1, 6)))),
    /**
     * Ten restarts of each, as rollouts do them. Has five times as many Jobs as the other rows, at half the pace, because on
     * two cores a program takes seconds to start; and Jobs that stay, because at times neither an operator nor a relay runs,
     * and of a Job that lives and vanishes in such a time nothing is left to tell from.
     */
    RESTARTS(random -> Stream.concat(
                    times(10, () -> new Restart(Part.RELAY)).stream(),
                    times(10, () -> new Restart(Part.OPERATOR)).stream())
            .toList()),
    HOSTILE_TENANT(random -> List.of(new Hostility(5_000, Duration.ofSeconds(40)))),
    EVERYTHING(random -> {
        List<FaultAction> all = new ArrayList<>();
        for (Part part : Part.values()) {
            all.add(new Kill(part, seconds(random, 0, 3)));
        }
        for (Link link : Link.values()) {
            all.addAll(interruptions(random, link));
        }
        all.addAll(PROVIDERS_429.blows.apply(random));
        all.addAll(PROVIDERS_500.blows.apply(random));
        all.addAll(PROVIDERS_HANG.blows.apply(random));
        all.addAll(PROVIDERS_TAKE_AND_RESET.blows.apply(random));
        return all;
    });

    /** A blow does not fall before the first Jobs run, nor after the last have ended. */
    private static final double FIRST = 0.1;

    private static final double LAST = 0.9;

    private final Function<Random, List<FaultAction>> blows;

    FaultScenario(Function<Random, List<FaultAction>> blows) {
        this.blows = blows;
    }

    /** As on the command line and in the table: {@code relay-kill}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The fault of that name.
     *
     * @throws IllegalArgumentException naming all, if there is none
     */
    public static FaultScenario ofId(String id) {
        return Arrays.stream(values())
                .filter(fault -> fault.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no fault '" + id + "'; there are "
                        + Arrays.stream(values()).map(FaultScenario::id).toList()));
    }

    /** How many times the Jobs of an ordinary row it has. */
    public int share() {
        return this == RESTARTS ? 5 : 1;
    }

    /** The part of an ordinary row's pace at which its Jobs begin. */
    public double pace() {
        return this == RESTARTS ? 0.5 : 1;
    }

    /** Whether its Jobs stay in the cluster after their end. */
    public boolean jobsStay() {
        return this == RESTARTS;
    }

    /**
     * The blows at their moments, in order. Pure: the same random numbers make the same strikes.
     *
     * @param window in which Jobs begin; blows of a row are spread over it, so that they do not all meet
     */
    public List<ScheduledAction> strikes(Random random, Duration window) {
        List<FaultAction> shuffled = new ArrayList<>(blows.apply(random));
        Collections.shuffle(shuffled, random);
        double slot = (LAST - FIRST) / Math.max(1, shuffled.size());
        return IntStream.range(0, shuffled.size())
                .mapToObj(number -> {
                    double part = FIRST + slot * (number + random.nextDouble());
                    return new ScheduledAction(
                            Duration.ofMillis((long) (part * window.toMillis())),
                            shuffled.get(number),
                            random.nextInt(Integer.MAX_VALUE));
                })
                .toList();
    }

    private static List<FaultAction> interruptions(Random random, Link link) {
        return List.of(new Cut(link, seconds(random, 1, 5)), new Stall(link, seconds(random, 1, 5)));
    }

    private static List<FaultAction> times(int times, java.util.function.Supplier<FaultAction> blow) {
        return Stream.generate(blow).limit(times).toList();
    }

    private static Duration seconds(Random random, int least, int most) {
        return Duration.ofMillis(random.nextLong(least * 1000L, most * 1000L));
    }
}
