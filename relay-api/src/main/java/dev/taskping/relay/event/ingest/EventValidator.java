package dev.taskping.relay.event.ingest;

import dev.taskping.protocol.event.EventLimits;
import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Progress;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.relay.security.Caller;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Validates the values of events by {@link EventLimits}. Pure.
 *
 * @param maxLogTail bytes of a log's tail in UTF-8
 */
record EventValidator(int maxLogTail) {

    /** The field at fault, what is wrong with it, and what would be accepted; empty if all is well. */
    Optional<String> fault(TaskEvent event, Caller caller) {
        return Optional.ofNullable(envelopeFault(event, caller))
                .or(() -> Optional.ofNullable(dataFault(event)))
                .or(() -> Optional.ofNullable(listsFault(event.data())));
    }

    private static @Nullable String envelopeFault(TaskEvent event, Caller caller) {
        String text = textFault("id", event.id(), EventLimits.ID);
        if (text != null) {
            return text;
        }
        if (event.source() == null) {
            return "source: is missing";
        }
        if (event.type() == null) {
            return "type: is missing";
        }
        text = textFault("subject", event.subject(), EventLimits.ID);
        if (text != null) {
            return text;
        }
        if (event.time() == null) {
            return "time: is missing; send an RFC 3339 instant";
        }
        String prefix =
                switch (caller) {
                    case Caller.Cluster cluster -> "/clusters/" + cluster.id() + "/";
                    case Caller.Token token -> "/hosts/";
                };
        return event.source().toString().startsWith(prefix)
                ? null
                : "source: must begin with " + prefix + ", the source that this credential belongs to";
    }

    private @Nullable String dataFault(TaskEvent event) {
        TaskData data = event.data();
        if (data == null) {
            return "data: is missing";
        }
        TaskIdentity task = data.task();
        if (task == null) {
            return "data.task: is missing";
        }
        String text = firstOf(
                textFault("data.task.kind", task.kind(), EventLimits.NAME),
                textFault("data.task.namespace", task.namespace(), EventLimits.NAME),
                textFault("data.task.name", task.name(), EventLimits.NAME),
                textFault("data.task.uid", task.uid(), EventLimits.ID));
        if (text != null) {
            return text;
        }
        if (!task.uid().equals(event.subject())) {
            return "data.task.uid: must be the event's subject";
        }
        Outcome outcome = data.outcome();
        if (event.type() == TaskEventType.FINISHED && (outcome == null || outcome.result() == null)) {
            return "data.outcome.result: is missing; a finished event says how the task ended";
        }
        if (event.type() != TaskEventType.FINISHED && outcome != null) {
            return "data.outcome: belongs to finished events only";
        }
        if (outcome != null && outcome.message() != null && outcome.message().length() > EventLimits.TEXT) {
            return "data.outcome.message: is longer than " + EventLimits.TEXT + " characters";
        }
        return firstOf(progressFault(event.type(), data.progress()), logFault(data.log()));
    }

    private static @Nullable String progressFault(TaskEventType type, @Nullable Progress progress) {
        if (type != TaskEventType.PROGRESS) {
            return progress == null ? null : "data.progress: belongs to progress events only";
        }
        if (progress == null) {
            return "data.progress: is missing; a progress event says how far the task has come";
        }
        Double fraction = progress.fraction();
        if (fraction != null && !(fraction >= 0 && fraction <= 1)) {
            return "data.progress.fraction: must be between 0 and 1";
        }
        if (progress.remaining() != null && progress.remaining().isNegative()) {
            return "data.progress.remaining: must not be negative";
        }
        return progress.text() != null && progress.text().length() > EventLimits.PROGRESS
                ? "data.progress.text: is longer than " + EventLimits.PROGRESS + " characters"
                : null;
    }

    private @Nullable String logFault(@Nullable LogExcerpt log) {
        if (log == null) {
            return null;
        }
        if (log.tail() == null) {
            return "data.log.tail: is missing";
        }
        return log.tail().getBytes(StandardCharsets.UTF_8).length > maxLogTail
                ? "data.log.tail: is longer than " + maxLogTail + " bytes; send its end"
                : null;
    }

    private static @Nullable String routeFault(String field, List<Route> routes) {
        if (routes.size() > EventLimits.ROUTES) {
            return field + ": is longer than " + EventLimits.ROUTES;
        }
        for (Route route : routes) {
            if (route.channel() == null) {
                return field + ".channel: is missing";
            }
            String text = firstOf(
                    textFault(field + ".channel.namespace", route.channel().namespace(), EventLimits.NAME),
                    textFault(field + ".channel.name", route.channel().name(), EventLimits.NAME));
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static @Nullable String listsFault(TaskData data) {
        if (data.task().labels().size() > EventLimits.LABELS) {
            return "data.task.labels: are more than " + EventLimits.LABELS;
        }
        for (Map.Entry<String, String> label : data.task().labels().entrySet()) {
            if (label.getKey().length() > EventLimits.LABEL_KEY
                    || label.getValue().length() > EventLimits.LABEL_VALUE) {
                return "data.task.labels: a key may have " + EventLimits.LABEL_KEY + " characters, a value "
                        + EventLimits.LABEL_VALUE;
            }
        }
        String routes =
                firstOf(routeFault("data.route", data.route()), routeFault("data.finishRoute", data.finishRoute()));
        if (routes != null) {
            return routes;
        }
        if (data.rules().size() > EventLimits.RULES) {
            return "data.rules: are more than " + EventLimits.RULES;
        }
        if (data.next().size() > EventLimits.NEXT) {
            return "data.next: is longer than " + EventLimits.NEXT;
        }
        for (NextLaunch next : data.next()) {
            String text = textFault("data.next.template", next.template(), EventLimits.NAME);
            if (text != null) {
                return text;
            }
            if (next.parameters().size() > EventLimits.PARAMETERS) {
                return "data.next.parameters: are more than " + EventLimits.PARAMETERS;
            }
        }
        return null;
    }

    private static @Nullable String firstOf(@Nullable String... faults) {
        for (String fault : faults) {
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable String textFault(String field, @Nullable String value, int max) {
        if (value == null || value.isBlank()) {
            return field + ": is missing";
        }
        return value.length() > max ? field + ": is longer than " + max + " characters" : null;
    }
}
