package dev.taskping.relay.channel.email;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells what somebody wrote from what their mail program quotes below or above it. A command is one line, however it was wrapped, so
 * that the first line that is not quoted is the answer.
 */
final class QuotedText {

    private static final int MAX_ANSWER = 2_000;
    private static final int MAX_LINES = 5_000;

    /** Programs wrap at 72 to 78 characters, at the end of a word; a shorter line is one that somebody ended. */
    private static final int SHORTEST_WRAPPED = 50;

    /** No mail program writes a longer attribution; longer lines are not compared with any. */
    private static final int MAX_ATTRIBUTION = 800;

    /** "On 3 May, Mia wrote:" as programs say it in their languages; may run over two or three lines. */
    private static final Pattern ATTRIBUTION = Pattern.compile(
            "(?iu)^(?:on\\b.{3,400}\\bwrote|am\\b.{3,400}\\bschrieb\\b.{0,200}|le\\b.{3,400}a \u00E9crit|el\\b.{3,400}escribi\u00F3"
                    + "|il\\b.{3,400}ha scritto|em\\b.{3,400}escreveu|op\\b.{3,400}schreef\\b.{0,200}|\u5728.{3,400}\u5199\u9053"
                    + "|.{0,200}<[^<>@\\s]+@[^<>\\s]+>.{0,100})\\s*[:\uFF1A]$");

    /** How it begins, where its end stands on the next line. */
    private static final Pattern ATTRIBUTION_BEGINS =
            Pattern.compile("(?iu)^(?:on|am|le|el|il|em|op)\\s(?=.*\\d).{3,}|^\u5728.*\\d.*");

    /** From here on everything is an older mail, or a signature. */
    private static final Pattern END = Pattern.compile(
            "(?iu)^(?:-- ?|_{5,}|-{2,}\\s*(?:original message|original-nachricht|urspr\u00FCngliche nachricht|forwarded message"
                    + "|weitergeleitete nachricht|message d'origine|mensaje original|\u539F\u59CB\u90AE\u4EF6).*"
                    + "|(?:from|von|de|da|van|\u53D1\u4EF6\u4EBA)\\s?[:\uFF1A]\\s.*@.*|sent from my .*|von meinem .* gesendet)$");

    private QuotedText() {}

    /** The first line that is an answer, unwrapped; empty if there is none. */
    static String answerIn(String text) {
        List<String> lines =
                text.lines().limit(MAX_LINES).map(QuotedText::readable).toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty() || line.startsWith(">")) {
                continue;
            }
            if (END.matcher(line).matches()) {
                return "";
            }
            int attribution = attributionAt(lines, i);
            if (attribution > 0) {
                i += attribution - 1;
                continue;
            }
            String answer = unwrapped(lines, i);
            return answer.length() <= MAX_ANSWER
                    ? answer
                    : answer.substring(0, answer.offsetByCodePoints(0, MAX_ANSWER / 2));
        }
        return "";
    }

    /**
     * The line, with what follows on the next ones if a mail program may have wrapped it: half a command would mean something else.
     * Whatever does not belong to it then makes it a command that is not understood.
     */
    private static String unwrapped(List<String> lines, int at) {
        StringBuilder answer = new StringBuilder(lines.get(at));
        for (int i = at;
                i + 1 < lines.size() && lines.get(i).length() >= SHORTEST_WRAPPED && answer.length() <= MAX_ANSWER;
                i++) {
            String next = lines.get(i + 1);
            if (next.isEmpty()
                    || next.startsWith(">")
                    || END.matcher(next).matches()
                    || attributionAt(lines, i + 1) > 0) {
                break;
            }
            answer.append(' ').append(next);
        }
        return answer.toString();
    }

    /** How many lines an attribution takes that begins here; 0 if none does. */
    private static int attributionAt(List<String> lines, int at) {
        if (lines.get(at).length() > MAX_ATTRIBUTION) {
            return 0;
        }
        if (ATTRIBUTION.matcher(lines.get(at)).matches()) {
            return 1;
        }
        if (!ATTRIBUTION_BEGINS.matcher(lines.get(at)).matches()) {
            return 0;
        }
        StringBuilder joined = new StringBuilder(lines.get(at));
        for (int more = 1; more <= 2 && at + more < lines.size(); more++) {
            joined.append(' ').append(lines.get(at + more));
            if (joined.length() > MAX_ATTRIBUTION) {
                return 0;
            }
            if (ATTRIBUTION.matcher(joined).matches()) {
                return more + 1;
            }
        }
        return 0;
    }

    /** Without what nobody sees: a signature's dashes keep nothing of the space behind them. */
    private static String readable(String line) {
        return line.replaceAll("[\\u200B\\u200E\\u200F\\uFEFF\\x00]", "")
                .replace('\u00A0', ' ')
                .strip();
    }
}
