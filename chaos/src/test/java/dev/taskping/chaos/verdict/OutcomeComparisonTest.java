package dev.taskping.chaos.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.chaos.fault.Outage;
import dev.taskping.chaos.fault.OutageTimeline;
import dev.taskping.chaos.work.ActualOutcome;
import dev.taskping.chaos.work.Ending;
import dev.taskping.protocol.event.Result;
import dev.taskping.testkit.testbed.RelayInspector.Attempt;
import dev.taskping.testkit.testbed.RelayInspector.Delivery;
import dev.taskping.testkit.testbed.RelayInspector.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge is judged: each fault that a system could have is found, and no other. */
class OutcomeComparisonTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = START.plusSeconds(10);

    private final OutageTimeline outageTimeline = new OutageTimeline(2);
    private final List<ActualOutcome> truths = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();

    private Findings findings() {
        return new OutcomeComparison(
                        truths,
                        tasks,
                        receipts,
                        outageTimeline,
                        uid -> List.of(
                                new Delivery("d1", "hook", uid + "/0/finished", "delivered", "", attempts),
                                new Delivery("d2", "chat", uid + "/0/finished", "delivered", "", attempts)))
                .findings();
    }

    private void job(Ending ending) {
        truths.add(new ActualOutcome("uid", "job", ending, START, END, END));
    }

    private void recorded(String result) {
        tasks.add(new Task("uid", "job", true, result));
    }

    private void told(Destination destination, Result result, long millis, String id) {
        receipts.add(new Receipt(destination, "job", result, END.plusMillis(millis), id));
    }

    private void toldEverywhere(Result result) {
        for (Destination destination : Destination.values()) {
            told(destination, result, 50, destination + "-1");
        }
    }

    private void attempted(long millis, String result) {
        attempts.add(new Attempt(END.plusMillis(millis), result, Duration.ofMillis(20), ""));
    }

    @Test
    void endReceivedOnceAtEachDestinationIsRight() {
        job(Ending.SUCCEEDS);
        recorded("Succeeded");
        toldEverywhere(Result.SUCCEEDED);

        Findings findings = findings();

        assertThat(findings.passed()).isTrue();
        assertThat(findings.told()).isEqualTo(1);
        assertThat(findings.slowestMillis()).isEqualTo(50);
        assertThat(findings.faults()).isEmpty();
    }

    @Test
    void endMissingAtADestinationIsLost() {
        job(Ending.SUCCEEDS);
        recorded("Succeeded");
        told(Destination.WEBHOOK, Result.SUCCEEDED, 50, "1");
        told(Destination.EMAIL, Result.SUCCEEDED, 50, "1");

        assertThat(findings().lost()).isEqualTo(1);
        assertThat(findings().passed()).isFalse();
        assertThat(findings().faults()).anyMatch(remark -> remark.contains("not received by TELEGRAM"));
    }

    @Test
    void endUnknownToTheRelayIsLost() {
        job(Ending.FAILS);

        assertThat(findings().lost()).isEqualTo(4);
        assertThat(findings().faults()).anyMatch(remark -> remark.contains("never heard of it"));
    }

    @Test
    void differentOutcomeIsWrong() {
        job(Ending.FAILS);
        recorded("Succeeded");
        toldEverywhere(Result.SUCCEEDED);

        assertThat(findings().wrong()).isEqualTo(4);
    }

    @Test
    void endOfAnUnknownJobIsWrong() {
        recorded("Succeeded");
        toldEverywhere(Result.SUCCEEDED);

        assertThat(findings().wrong()).isEqualTo(2);
    }

    @Test
    void secondCopyWithoutAReasonIsDoubled() {
        job(Ending.SUCCEEDS);
        recorded("Succeeded");
        toldEverywhere(Result.SUCCEEDED);
        told(Destination.TELEGRAM, Result.SUCCEEDED, 500, "2");
        told(Destination.WEBHOOK, Result.SUCCEEDED, 500, "WEBHOOK-1");
        attempted(40, "delivered");
        attempted(490, "delivered");

        Findings findings = findings();

        assertThat(findings.doubled()).isEqualTo(2);
        assertThat(findings.passed()).isFalse();
    }

    @Test
    void secondCopyAfterARelayCrashIsInTheCrashWindow() {
        outageTimeline.add(Outage.RELAY_KILLED, END.plusMillis(60), END.plusSeconds(3));
        job(Ending.SUCCEEDS);
        recorded("Succeeded");
        toldEverywhere(Result.SUCCEEDED);
        told(Destination.TELEGRAM, Result.SUCCEEDED, 5_000, "2");
        told(Destination.WEBHOOK, Result.SUCCEEDED, 5_000, "WEBHOOK-1");
        attempted(4_990, "delivered");

        Findings findings = findings();

        assertThat(findings.passed()).isTrue();
        assertThat(findings.inCrashWindow()).isEqualTo(1);
        assertThat(findings.repeated()).isEqualTo(1);
    }

    @Test
    void repetitionWithAnotherWebhookIdIsAlwaysDoubled() {
        outageTimeline.add(Outage.RELAY_KILLED, END.plusMillis(60), END.plusSeconds(3));
        job(Ending.SUCCEEDS);
        recorded("Succeeded");
        toldEverywhere(Result.SUCCEEDED);
        told(Destination.WEBHOOK, Result.SUCCEEDED, 5_000, "another");

        assertThat(findings().doubled()).isEqualTo(1);
    }

    @Test
    void lostAnswerExplainsACopyOnlyDuringThatFault() {
        job(Ending.SUCCEEDS);
        recorded("Succeeded");
        toldEverywhere(Result.SUCCEEDED);
        told(Destination.TELEGRAM, Result.SUCCEEDED, 2_000, "2");
        attempted(40, "failed");
        attempted(1_990, "delivered");

        assertThat(findings().doubled()).isEqualTo(1);

        outageTimeline.add(Outage.ANSWERS_LOST, END, END.plusSeconds(1));
        assertThat(findings().doubled()).isZero();
        assertThat(findings().inCrashWindow()).isEqualTo(1);
    }

    @Test
    void onlyAJobDeletedUnwatchedWhileItRanMayBeGone() {
        job(Ending.IS_CANCELLED);
        recorded("Gone");
        toldEverywhere(Result.GONE);

        assertThat(findings().wrong()).isEqualTo(4);

        outageTimeline.add(Outage.NOBODY_WATCHES, END.minusSeconds(1), END.plusSeconds(1));
        assertThat(findings().wrong()).as("the watch can be replayed").isEqualTo(4);

        outageTimeline.add(Outage.HISTORY_LOST, END.minusSeconds(1), END.plusSeconds(1));
        assertThat(findings().passed()).isTrue();
    }

    @Test
    void jobDeletedUnwatchedAfterItsEndIsReportedAsItEnded() {
        outageTimeline.add(Outage.NOBODY_WATCHES, END.minusSeconds(1), END.plusSeconds(1));
        job(Ending.SUCCEEDS_AND_VANISHES);
        recorded("Gone");
        toldEverywhere(Result.GONE);

        assertThat(findings().wrong()).isEqualTo(4);
    }

    @Test
    void onlyAJobUnwatchedAllItsLifeMayGoUnreported() {
        outageTimeline.add(Outage.NOBODY_WATCHES, START.plusSeconds(5), END.plusSeconds(1));
        job(Ending.IS_CANCELLED);

        assertThat(findings().lost()).isEqualTo(4);

        outageTimeline.addAbsence("operator-0", START.minusSeconds(1), START.plusSeconds(6));
        assertThat(findings().lost()).as("the other one watched").isEqualTo(4);

        outageTimeline.addAbsence("operator-1", START.minusSeconds(1), START.plusSeconds(6));
        assertThat(findings().lost()).as("the watch can be replayed").isEqualTo(4);

        outageTimeline.add(Outage.HISTORY_LOST, END, END.plusSeconds(1));
        Findings findings = findings();
        assertThat(findings.passed()).isTrue();
        assertThat(findings.unseen()).isEqualTo(1);
    }
}
