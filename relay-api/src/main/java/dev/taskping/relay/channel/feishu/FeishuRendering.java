package dev.taskping.relay.channel.feishu;

import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Action;
import dev.taskping.protocol.message.Message.Fact;
import dev.taskping.protocol.message.RichText;
import dev.taskping.relay.channel.render.Attachment;
import dev.taskping.relay.channel.render.PlainText;
import dev.taskping.relay.channel.render.RichCut;
import dev.taskping.relay.channel.render.SafeCut;
import dev.taskping.relay.channel.render.VisibleText;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A message in Feishu's terms. What does not fit is shortened, which the card says, and whole in a file where there are files.
 *
 * @param card what is shown
 * @param attachment what did not fit
 */
record FeishuRendering(FeishuCard card, Optional<Attachment> attachment) {

    private static final int MAX_TITLE = 256;
    private static final int MAX_TEXT_ABOVE_LOG = 1200;
    private static final int MAX_FACTS = 24;
    private static final int MAX_FACTS_TEXT = 1200;
    private static final int MAX_FACT_NAME = 64;
    private static final int MAX_FACT_VALUE = 300;
    private static final int MAX_LABEL = 40;
    private static final int MAX_BUTTONS = 10;
    private static final int MAX_LINK = 512;

    /** A cut that says how much is missing needs at least so much room. */
    private static final int SHORTEST_CUT = 64;

    /**
     * Renders.
     *
     * @param kind which bot speaks
     * @param heard whether what comes back from buttons can be verified, so that they are of use
     */
    static FeishuRendering of(Message message, @Nullable TaskEvent event, BotKind kind, boolean heard) {
        String title = VisibleText.line(message.title());
        String text = VisibleText.of(message.text()).strip();
        String log = message.log() == null
                ? ""
                : VisibleText.of(message.log().tail()).stripTrailing();
        List<Fact> all = message.facts().stream()
                .map(FeishuRendering::visible)
                .filter(fact -> !(fact.name() + fact.value()).isBlank())
                .toList();
        List<Fact> facts = facts(all);
        FeishuCard bare = new FeishuCard(
                title.isEmpty() ? "TaskPing" : SafeCut.head(title, MAX_TITLE),
                message.severity(),
                "",
                null,
                facts,
                "",
                kind.hasButtons() && heard ? buttons(message.actions()) : List.of(),
                link(message.link()),
                "");
        // The longest note there will be takes its room from the beginning.
        FeishuCard reserved = bare.withNote(note(Attachment.log(event, log)));
        FeishuCard shown = structured(message.rich(), log, reserved, kind)
                .orElseGet(() -> log.isBlank()
                        ? longest(text, kind, limit -> reserved.withText(cutText(text, limit, kind)))
                        : longest(log, kind, limit -> reserved.withText(cutText(text, MAX_TEXT_ABOVE_LOG, kind))
                                .withLog(cutLog(log, limit, kind))));
        boolean textWhole =
                shown.rich() == null ? shown.text().equals(text) : shown.rich().equals(message.rich());
        boolean complete = title.length() <= MAX_TITLE && facts.equals(all) && textWhole;
        Optional<Attachment> attachment = !kind.hasFiles()
                ? Optional.empty()
                : complete
                        ? shown.log().equals(log) || log.isBlank()
                                ? Optional.empty()
                                : Optional.of(Attachment.log(event, log))
                        : Optional.of(new Attachment("message.txt", VisibleText.of(PlainText.whole(message))));
        return new FeishuRendering(
                shown.withNote(attachment.map(FeishuRendering::note).orElse("")), attachment);
    }

    /**
     * With the text's structure, if the text has one and fits: whole where there are no files, its beginning where it goes
     * along as a file.
     */
    private static Optional<FeishuCard> structured(
            @Nullable RichText rich, String log, FeishuCard reserved, BotKind kind) {
        if (rich == null || rich.plain().isBlank()) {
            return Optional.empty();
        }
        int room = log.isBlank() ? rich.plain().length() : MAX_TEXT_ABOVE_LOG;
        RichText shown = kind.hasFiles() ? RichCut.head(rich, room) : rich;
        if (!kind.hasFiles() && rich.plain().length() > room) {
            return Optional.empty();
        }
        return Optional.of(
                        log.isBlank()
                                ? longest(
                                        rich.plain(),
                                        kind,
                                        limit -> reserved.withText(kind.hasFiles() ? RichCut.head(rich, limit) : rich))
                                : longest(log, kind, limit -> reserved.withText(shown)
                                        .withLog(cutLog(log, limit, kind))))
                .filter(card -> kind.fits(card.toCard()));
    }

    private static String note(Attachment file) {
        return "All of it is in " + file.fileName() + ", below.";
    }

    /** The card with as much of the long text as fits. */
    private static FeishuCard longest(String text, BotKind kind, IntFunction<FeishuCard> cut) {
        int low = 0;
        int high = Math.min(text.length(), kind.maxCharacters());
        while (low < high) {
            int limit = (low + high + 1) / 2;
            if (kind.fits(cut.apply(limit).toCard())) {
                low = limit;
            } else {
                high = limit - 1;
            }
        }
        return cut.apply(low);
    }

    private static String cutText(String text, int limit, BotKind kind) {
        return kind.hasFiles() ? SafeCut.head(text, limit) : cutMiddle(text, limit);
    }

    private static String cutLog(String log, int limit, BotKind kind) {
        return kind.hasFiles() ? SafeCut.tail(log, limit) : cutMiddle(log, limit);
    }

    private static String cutMiddle(String text, int limit) {
        return text.length() > limit && limit < SHORTEST_CUT ? "" : SafeCut.middle(text, limit);
    }

    private static List<Fact> facts(List<Fact> facts) {
        List<Fact> shown = new ArrayList<>();
        int used = 0;
        for (Fact fact : facts) {
            String name = SafeCut.head(fact.name(), MAX_FACT_NAME);
            String value = SafeCut.head(fact.value(), MAX_FACT_VALUE);
            used += name.length() + value.length();
            if (used > MAX_FACTS_TEXT || shown.size() == MAX_FACTS) {
                break;
            }
            shown.add(new Fact(name, value));
        }
        return List.copyOf(shown);
    }

    private static Fact visible(Fact fact) {
        return new Fact(
                VisibleText.line(fact.name()), VisibleText.of(fact.value()).strip());
    }

    private static List<Action> buttons(List<Action> actions) {
        return actions.stream()
                .limit(MAX_BUTTONS)
                .map(action -> {
                    String label = SafeCut.ends(VisibleText.line(action.label()), MAX_LABEL);
                    return new Action(action.id(), label.isEmpty() ? action.replyText() : label, action.replyText());
                })
                .toList();
    }

    private static @Nullable URI link(@Nullable URI link) {
        return link != null && link.toString().length() <= MAX_LINK ? link : null;
    }
}
