package dev.taskping.operator.launch.decision;

import dev.taskping.crds.GoDuration;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchLimits;
import dev.taskping.crds.launch.LaunchStatus;
import dev.taskping.operator.launch.decision.LaunchDecision.Rejected;
import dev.taskping.protocol.time.DurationFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks whether one more Launch is within its template's limits. Pure. */
public final class LaunchLimitCheck {

    private static final Duration DAY = Duration.ofHours(24);
    private static final int MOST_NAMED = 3;

    /** Hours that differ by less than this are equal; they are computed from seconds. */
    private static final double TOLERANCE = 1e-6;

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** An earlier launch that was approved. */
    private record Approved(String job, boolean active, Instant at, double gpuHours, String by) {}

    private final String template;
    private final LaunchLimits limits;
    private final GpuDemand demand;
    private final List<Approved> earlier;
    private final Instant now;

    private LaunchLimitCheck(
            String template, LaunchLimits limits, GpuDemand demand, List<Approved> earlier, Instant now) {
        this.template = template;
        this.limits = limits;
        this.demand = demand;
        this.earlier = earlier;
        this.now = now;
    }

    /**
     * Why the Launch is beyond the limits, and when or how it would be within them; empty if it is within them.
     *
     * @param earlier the template's other Launches, in any order; only approved ones count
     */
    static Optional<Rejected> refusal(
            String template, @Nullable LaunchLimits limits, GpuDemand demand, List<Launch> earlier, Instant now) {
        if (limits == null) {
            return Optional.empty();
        }
        LaunchLimitCheck check = new LaunchLimitCheck(
                template,
                limits,
                demand,
                earlier.stream()
                        .flatMap(launch -> approved(launch).stream())
                        .sorted(Comparator.comparing(Approved::at))
                        .toList(),
                now);
        return check.active().or(check::cooldown).or(check::perDay).or(check::gpuHours);
    }

    /** Why the limit gpuHoursPerDay cannot be enforced; empty if it can. */
    public static Optional<String> fault(@Nullable LaunchLimits limits, GpuDemand demand) {
        if (limits == null || limits.gpuHoursPerDay() == null) {
            return Optional.empty();
        }
        if (!demand.uncounted().isEmpty()) {
            return Optional.of(
                    "limits.gpuHoursPerDay counts nvidia.com/gpu and amd.com/gpu, and the jobTemplate asks for "
                            + String.join(", ", demand.uncounted()) + "; remove that or the limit");
        }
        return demand.hours().isPresent()
                ? Optional.empty()
                : Optional.of(
                        "limits.gpuHoursPerDay needs to know how long a Job can take; write activeDeadlineSeconds in"
                                + " jobTemplate.spec, or remove the limit");
    }

    private static Optional<Approved> approved(Launch launch) {
        LaunchStatus status = launch.getStatus();
        if (status == null || status.phase() == null || status.approvedAt() == null || status.jobRef() == null) {
            return Optional.empty();
        }
        return Optional.of(new Approved(
                status.jobRef().name(),
                !status.phase().isFinal(),
                Instant.parse(status.approvedAt()),
                Objects.requireNonNullElse(status.gpuHours(), 0.0),
                launch.getSpec().requestedBy().name()));
    }

    private Optional<Rejected> active() {
        List<Approved> active = earlier.stream().filter(Approved::active).toList();
        if (limits.maxActive() == null || active.size() < limits.maxActive()) {
            return Optional.empty();
        }
        String jobs = active.stream().limit(MOST_NAMED).map(Approved::job).collect(Collectors.joining(", "))
                + (active.size() > MOST_NAMED ? " and " + (active.size() - MOST_NAMED) + " more" : "");
        return Optional.of(new Rejected(
                "TooManyActive",
                template + " already runs as " + (active.size() == 1 ? "Job " : "Jobs ") + jobs + "; limit maxActive "
                        + limits.maxActive() + "; wait for "
                        + (active.size() == 1 ? "it, or stop it" : "one, or stop one")));
    }

    private Optional<Rejected> cooldown() {
        if (limits.cooldown() == null || earlier.isEmpty()) {
            return Optional.empty();
        }
        Approved last = earlier.getLast();
        Instant again = last.at().plus(GoDuration.parse(limits.cooldown()));
        return now.isBefore(again)
                ? Optional.of(new Rejected(
                        "CoolingDown",
                        template + " was launched a moment ago by " + last.by() + " as Job " + last.job()
                                + "; limit cooldown " + limits.cooldown() + "; again from " + time(again)))
                : Optional.empty();
    }

    private Optional<Rejected> perDay() {
        List<Approved> day = lastDay();
        if (limits.perDay() == null || day.size() < limits.perDay()) {
            return Optional.empty();
        }
        Instant again = day.get(day.size() - limits.perDay()).at().plus(DAY);
        return Optional.of(new Rejected(
                "TooManyPerDay",
                template + " was launched " + day.size() + (day.size() == 1 ? " time" : " times")
                        + " in the last 24 hours; limit perDay " + limits.perDay() + "; again from "
                        + time(again)));
    }

    private Optional<Rejected> gpuHours() {
        if (limits.gpuHoursPerDay() == null) {
            return Optional.empty();
        }
        Optional<String> fault = fault(limits, demand);
        if (fault.isPresent()) {
            return Optional.of(new Rejected("InvalidTemplate", "Template '" + template + "': " + fault.get()));
        }
        double needed = demand.hours().orElseThrow();
        double most = limits.gpuHoursPerDay();
        String needs = template + " may use " + amount(needed) + " GPU hours (" + demand.text() + ")";
        if (needed > most + TOLERANCE) {
            return Optional.of(new Rejected(
                    "TooManyGpuHours",
                    needs + ", more than the limit gpuHoursPerDay " + amount(most)
                            + "; ask for fewer GPUs or less time"));
        }
        ArrayDeque<Approved> day = new ArrayDeque<>(lastDay());
        double used = day.stream().mapToDouble(Approved::gpuHours).sum();
        if (used + needed <= most + TOLERANCE) {
            return Optional.empty();
        }
        double left = used;
        Instant again = now;
        while (left + needed > most + TOLERANCE && !day.isEmpty()) {
            Approved oldest = day.removeFirst();
            left -= oldest.gpuHours();
            again = oldest.at().plus(DAY);
        }
        return Optional.of(new Rejected(
                "TooManyGpuHours",
                needs + ", and " + amount(Math.max(0, most - used)) + " of " + amount(most)
                        + " are left of the last 24 hours; limit gpuHoursPerDay " + amount(most) + "; again from "
                        + time(again) + ", or earlier when a Job ends before its deadline"));
    }

    /** The first full minute from that moment on, and how long until then. */
    private String time(Instant moment) {
        Instant minute = Instant.ofEpochSecond(Math.ceilDiv(moment.getEpochSecond(), 60L) * 60);
        Duration wait = Duration.ofSeconds(
                Math.max(1, Duration.between(now, moment).plusMillis(999).toSeconds()));
        return MINUTE.format(minute) + ", in " + DurationFormat.exactWords(wait);
    }

    /** Hours with at most two decimal places. */
    private static String amount(double hours) {
        String text = String.format(Locale.ROOT, "%.2f", hours);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    private List<Approved> lastDay() {
        Instant since = now.minus(DAY);
        return earlier.stream().filter(launch -> launch.at().isAfter(since)).toList();
    }
}
