package dev.taskping.testkit.simulator.twilio;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** How a text goes through the air, and how it is cut into segments (Twilio, "What is GSM-7" and "What is UCS-2"). */
public enum Encoding {
    GSM_7(160, 153),
    UCS_2(70, 67);

    /** 3GPP TS 23.038, table 6.2.1, in the order of its codes; 0x1B escapes to the extension. */
    private static final String TABLE = "@£$¥èéùìòÇ\nØø\rÅå"
            + "Δ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ"
            + " !\"#¤%&'()*+,-./"
            + "0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNO"
            + "PQRSTUVWXYZÄÖÑÜ§"
            + "¿abcdefghijklmno"
            + "pqrstuvwxyzäöñüà";

    /** Table 6.2.1.1. */
    private static final String EXTENSION = "\f^{}\\[~]|€";

    private final int alone;
    private final int joined;

    Encoding(int alone, int joined) {
        this.alone = alone;
        this.joined = joined;
    }

    /** The most compact one that has every character. */
    public static Encoding of(String text) {
        return text.chars().allMatch(c -> (c != 0x1B && TABLE.indexOf(c) >= 0) || EXTENSION.indexOf(c) >= 0)
                ? GSM_7
                : UCS_2;
    }

    /** How many segments a text takes. An escape and a surrogate pair are never parted. */
    public int segments(String text) {
        List<Integer> widths = widths(text);
        if (widths.stream().mapToInt(Integer::intValue).sum() <= alone) {
            return 1;
        }
        int segments = 0;
        int room = 0;
        for (int width : widths) {
            if (width > room) {
                segments++;
                room = joined;
            }
            room -= width;
        }
        return segments;
    }

    private List<Integer> widths(String text) {
        IntStream widths = this == GSM_7
                ? text.chars().map(c -> EXTENSION.indexOf(c) >= 0 ? 2 : 1)
                : text.codePoints().map(Character::charCount);
        return widths.collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
    }
}
