package dev.taskping.chaos.reply;

import dev.taskping.chaos.fault.FaultAction;
import dev.taskping.chaos.fault.FaultInjector;
import dev.taskping.chaos.fault.OutageTimeline;
import dev.taskping.chaos.fault.ScheduledAction;
import dev.taskping.chaos.work.Workload;
import dev.taskping.testkit.cluster.JobDriver;
import dev.taskping.testkit.testbed.Link;
import dev.taskping.testkit.testbed.Supervisor;
import dev.taskping.testkit.testbed.TestBed;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * As many commands as Jobs, each sent one to three times at moments that lie apart, while relays and operators are killed and
 * the tunnel is cut and stalled; at the end what was accepted, the Launches and the Jobs are compared.
 *
 * @param seed decides on the moments of everything
 * @param commands how many
 * @param window in which they are sent
 */
public record ReplyRow(long seed, int commands, Duration window) {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration POLL = Duration.ofSeconds(1);
    /** Jobs written at once, as many as the API server takes without queueing. */
    private static final int WRITERS = 16;

    private static final int MOST_COPIES = 3;
    private static final int KILLS_OF_EACH = 4;
    private static final int CUTS = 6;

    /** Plays it on a stand that works. */
    public ReplyReport play(TestBed testBed, Supervisor supervisor) {
        String namespace = "answers-" + seed;
        ReplyNamespace.set(testBed, namespace);
        List<ReplyInvitation> invitations = invite(testBed, namespace);
        Random random = new Random(seed);
        List<ScheduledAction> strikes = strikes(random);
        Map<String, String> accepted = new ConcurrentHashMap<>();
        List<Callable<Void>> work = new ArrayList<>(sendings(testBed, invitations, random, accepted));
        work.add(() -> {
            new FaultInjector(
                            testBed,
                            supervisor,
                            new OutageTimeline(testBed.operators().size()))
                    .strike(strikes);
            return null;
        });
        all(work);
        CommandEffects commandEffects = new CommandEffects(testBed.client(), namespace);
        boolean settled = settle(commandEffects, accepted);
        return commandEffects.compare(seed, accepted, settled);
    }

    /** Lets the Jobs end in peace and waits for what tells of them. */
    private List<ReplyInvitation> invite(TestBed testBed, String namespace) {
        JobDriver driver = new JobDriver(testBed.client(), namespace);
        List<Callable<Void>> ends = new ArrayList<>();
        for (int number = 0; number < commands; number++) {
            String name = namespace + "-" + number;
            ends.add(() -> {
                Job job = driver.create(name, Workload.LABELS);
                driver.run(job, Instant.now());
                driver.complete(job, Instant.now());
                return null;
            });
        }
        all(ends, Executors.newFixedThreadPool(WRITERS));
        return Awaitility.await("the " + commands + " messages that are to be answered")
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .until(
                        () -> testBed.webhook().accepted().stream()
                                .flatMap(ReplyInvitation::in)
                                .filter(replyInvitation -> replyInvitation.job().startsWith(namespace))
                                .distinct()
                                .toList(),
                        found -> found.stream()
                                        .map(ReplyInvitation::job)
                                        .distinct()
                                        .count()
                                == commands);
    }

    private List<Callable<Void>> sendings(
            TestBed testBed, List<ReplyInvitation> invitations, Random random, Map<String, String> accepted) {
        ReplyTokenClient replyTokenClient = new ReplyTokenClient(testBed.relayUrl());
        List<Callable<Void>> sendings = new ArrayList<>();
        Instant begun = Instant.now();
        for (int number = 0; number < invitations.size(); number++) {
            ReplyInvitation replyInvitation = invitations.get(number);
            String text = "launch evaluate number=" + number;
            for (int copies = random.nextInt(1, MOST_COPIES + 1); copies > 0; copies--) {
                Instant at = begun.plusMillis(random.nextLong(window.toMillis()));
                sendings.add(() -> {
                    Thread.sleep(positive(Duration.between(Instant.now(), at)));
                    String id = replyTokenClient.command(replyInvitation, text);
                    String before = accepted.put(replyInvitation.job(), id);
                    if (before != null && !before.equals(id)) {
                        throw new IllegalStateException(
                                replyInvitation + " became two commands, " + before + " and " + id);
                    }
                    return null;
                });
            }
        }
        return sendings;
    }

    private List<ScheduledAction> strikes(Random random) {
        List<FaultAction> blows = new ArrayList<>();
        for (int i = 0; i < KILLS_OF_EACH; i++) {
            blows.add(new FaultAction.Kill(FaultAction.Part.RELAY, millis(random, 0, 2_000)));
            blows.add(new FaultAction.Kill(FaultAction.Part.OPERATOR, millis(random, 0, 2_000)));
        }
        for (int i = 0; i < CUTS; i++) {
            blows.add(new FaultAction.Cut(Link.OPERATOR_RELAY, millis(random, 500, 3_000)));
            blows.add(new FaultAction.Stall(Link.OPERATOR_RELAY, millis(random, 500, 3_000)));
        }
        Collections.shuffle(blows, random);
        List<ScheduledAction> strikes = new ArrayList<>();
        for (int i = 0; i < blows.size(); i++) {
            long at = (long) (window.toMillis() * (i + random.nextDouble()) / blows.size());
            strikes.add(new ScheduledAction(Duration.ofMillis(at), blows.get(i), random.nextInt(Integer.MAX_VALUE)));
        }
        return strikes;
    }

    private static boolean settle(CommandEffects commandEffects, Map<String, String> accepted) {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(POLL)
                    .until(() -> commandEffects.decided() >= accepted.size());
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static void all(List<Callable<Void>> work) {
        all(work, Executors.newVirtualThreadPerTaskExecutor());
    }

    private static void all(List<Callable<Void>> work, ExecutorService executor) {
        try (ExecutorService threads = executor) {
            List<Future<Void>> results =
                    work.stream().map(each -> threads.submit(each)).toList();
            for (Future<Void> result : results) {
                result.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The row could not be played", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static Duration millis(Random random, int least, int most) {
        return Duration.ofMillis(random.nextLong(least, most));
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
