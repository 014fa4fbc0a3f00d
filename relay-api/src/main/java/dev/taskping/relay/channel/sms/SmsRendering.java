package dev.taskping.relay.channel.sms;

import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Action;
import dev.taskping.protocol.message.Message.Fact;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.render.SafeCut;
import dev.taskping.relay.channel.render.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A message as text for a telephone: outcome, name and duration first, then what else the segments hold that are paid for
 * anyway. One segment by preference, {@link #MAX_SEGMENTS} at most; what does not fit is cut in the middle, and counted.
 *
 * @param body what is sent
 * @param segments how many segments it takes
 */
record SmsRendering(String body, int segments) {

    /** Twilio takes ten, and advises against more than 320 characters, which are three. */
    static final int MAX_SEGMENTS = 3;

    private static final String CUT = " [...] ";
    private static final int MAX_LOG_LINE = 100;

    /** Far more than three segments hold, so that megabytes are looked through once only. */
    private static final int MORE_THAN_FITS = 2000;

    static SmsRendering of(Message message, @Nullable TaskEvent event) {
        List<String> must = new ArrayList<>();
        List<String> may = new ArrayList<>();
        must.add(VisibleText.line(message.title()));
        for (Fact fact : message.facts()) {
            (must.size() == 1 ? must : may).add(VisibleText.line(fact.name() + ": " + fact.value()));
        }
        must.add(VisibleText.of(message.text()).strip());
        log(message, event, must, may);
        if (message.link() != null) {
            may.add(message.link().toString());
        }
        String essential = joined(must);
        Optional<String> gsm =
                Transliteration.toGsm(essential).map(String::strip).filter(text -> !text.isEmpty());
        List<String> extras = gsm.isEmpty()
                ? may
                : may.stream()
                        .flatMap(line -> Transliteration.toGsm(line).stream())
                        .filter(line -> !line.isBlank())
                        .toList();
        String text = gsm.orElse(essential.isBlank() ? "TaskPing" : essential);
        String body = hinted(filled(text, extras, may.size() - extras.size()), message.actions());
        return new SmsRendering(body, Segments.count(body));
    }

    /** Who asks for a log gets its end; who is told of a failure gets the last line, if there is room. */
    private static void log(Message message, @Nullable TaskEvent event, List<String> must, List<String> may) {
        if (message.log() == null) {
            return;
        }
        String log = VisibleText.of(message.log().tail()).strip();
        if (event == null) {
            must.add(log);
        } else if (message.severity() == Severity.ERROR && !log.isEmpty()) {
            may.addFirst(SafeCut.head(log.substring(log.lastIndexOf('\n') + 1).strip(), MAX_LOG_LINE));
        }
    }

    private static String joined(List<String> lines) {
        return lines.stream().filter(line -> !line.isBlank()).collect(Collectors.joining("\n"));
    }

    /** As many of the extras as fit into the segments that the text takes anyway, and how many did not. */
    private static String filled(String text, List<String> extras, int unspellable) {
        String bounded = text.length() <= MORE_THAN_FITS ? text : around(text, MORE_THAN_FITS / 2);
        int segments = Math.min(Segments.count(bounded), MAX_SEGMENTS);
        String all = bounded;
        String best = "";
        for (int count = 0; Segments.count(all) <= segments; count++) {
            int missing = extras.size() - count + unspellable;
            String body = missing == 0 ? all : all + more(missing);
            best = Segments.count(body) <= segments ? body : best;
            if (count == extras.size()) {
                break;
            }
            all = all + "\n" + extras.get(count);
        }
        if (!best.isEmpty()) {
            return best;
        }
        String end = extras.isEmpty() && unspellable == 0 ? "" : more(extras.size() + unspellable);
        return cut(bounded, kept -> Segments.count(kept + end) <= segments) + end;
    }

    /** With what may be answered, as much of it as costs nothing. */
    private static String hinted(String body, List<Action> actions) {
        List<String> words = actions.stream()
                .map(action -> VisibleText.line(action.replyText()))
                .filter(text -> !text.isBlank())
                .distinct()
                .toList();
        for (int count = words.size(); count > 0; count--) {
            String hinted = body + "\nReply: " + String.join(", ", words.subList(0, count));
            if (Segments.count(hinted) <= Segments.count(body)) {
                return hinted;
            }
        }
        return body;
    }

    private static String more(int count) {
        return "\n(+" + count + " more)";
    }

    /** The longest that fits, the same amount from the beginning and from the end. */
    private static String cut(String text, Predicate<String> fits) {
        int low = 0;
        int high = text.length() / 2;
        while (low < high) {
            int half = (low + high + 1) / 2;
            if (fits.test(around(text, half))) {
                low = half;
            } else {
                high = half - 1;
            }
        }
        return around(text, low);
    }

    private static String around(String text, int half) {
        int headEnd = half > 0 && Character.isHighSurrogate(text.charAt(half - 1)) ? half - 1 : half;
        int begin = text.length() - half;
        int tailBegin = begin < text.length() && Character.isLowSurrogate(text.charAt(begin)) ? begin + 1 : begin;
        return text.substring(0, headEnd).stripTrailing()
                + CUT
                + text.substring(tailBegin).stripLeading();
    }
}
