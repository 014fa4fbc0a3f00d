package dev.taskping.relay.channel.render;

import dev.taskping.protocol.message.RichText;
import dev.taskping.protocol.message.RichText.Block;
import dev.taskping.protocol.message.RichText.Code;
import dev.taskping.protocol.message.RichText.Heading;
import dev.taskping.protocol.message.RichText.Item;
import dev.taskping.protocol.message.RichText.Paragraph;
import dev.taskping.protocol.message.RichText.Quote;
import dev.taskping.protocol.message.RichText.Rule;
import dev.taskping.protocol.message.RichText.Span;
import java.util.ArrayList;
import java.util.List;

/** Shortens rich text. Lengths count its plain text, in UTF-16 units. */
public final class RichCut {

    /** Between two blocks. */
    private static final int GAP = 2;

    private RichCut() {}

    /** The beginning, with an ellipsis if something was left out; the same object if nothing was. */
    public static RichText head(RichText text, int limit) {
        if (text.plain().length() <= limit) {
            return text;
        }
        List<Block> blocks = new ArrayList<>();
        int room = limit;
        for (Block block : text.blocks()) {
            int length = new RichText(List.of(block)).plain().length();
            if (length + GAP > room) {
                cut(block, room, blocks);
                return new RichText(blocks);
            }
            blocks.add(block);
            room -= length + GAP;
        }
        return new RichText(blocks);
    }

    private static void cut(Block block, int room, List<Block> blocks) {
        switch (block) {
            case Paragraph paragraph -> blocks.add(new Paragraph(spans(paragraph.spans(), room)));
            case Heading heading -> blocks.add(new Heading(spans(heading.spans(), room)));
            case Item item -> {
                int left = room - 2 * item.depth() - item.marker().length() - 1;
                blocks.add(new Item(item.depth(), item.marker(), spans(item.spans(), left)));
            }
            case Quote quote -> blocks.add(new Quote(spans(quote.spans(), room - GAP)));
            case Code code -> blocks.add(new Code(SafeCut.head(code.text(), room)));
            case Rule rule -> {}
        }
    }

    private static List<Span> spans(List<Span> spans, int limit) {
        List<Span> cut = new ArrayList<>();
        int room = limit;
        for (Span span : spans) {
            int length = RichText.plain(List.of(span)).length();
            if (length >= room) {
                int address = length - span.text().length();
                cut.add(span.withText(SafeCut.head(span.text() + "…", Math.max(0, room - address))));
                return cut;
            }
            cut.add(span);
            room -= length;
        }
        return cut;
    }
}
