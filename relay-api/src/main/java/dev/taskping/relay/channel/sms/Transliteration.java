package dev.taskping.relay.channel.sms;

import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;

/**
 * Spells a text in GSM-7 where nothing that matters is lost: emoji are decoration and go, typographic signs become plain
 * ones, and a Latin letter may lose one accent. Text in other scripts stays as it is, in UCS-2.
 */
final class Transliteration {

    /** The signs that Twilio's Smart Encoding replaces too, and those that our own messages use. */
    private static final Map<Integer, String> PLAIN = Map.ofEntries(
            Map.entry((int) '\t', " "),
            Map.entry(0x00A0, " "),
            Map.entry(0x00AB, "\""),
            Map.entry(0x00BB, "\""),
            Map.entry(0x00B7, "-"),
            Map.entry(0x00D7, "x"),
            Map.entry(0x2010, "-"),
            Map.entry(0x2011, "-"),
            Map.entry(0x2012, "-"),
            Map.entry(0x2013, "-"),
            Map.entry(0x2014, "-"),
            Map.entry(0x2018, "'"),
            Map.entry(0x2019, "'"),
            Map.entry(0x201A, "'"),
            Map.entry(0x201C, "\""),
            Map.entry(0x201D, "\""),
            Map.entry(0x201E, "\""),
            Map.entry(0x2022, "-"),
            Map.entry(0x2026, "..."),
            Map.entry(0x2192, "->"),
            Map.entry(0x2212, "-"),
            Map.entry((int) '`', "'"));

    private Transliteration() {}

    /** The text in GSM-7; empty if that would lose more than decoration. */
    static Optional<String> toGsm(String text) {
        StringBuilder gsm = new StringBuilder(text.length());
        for (int c :
                Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().toArray()) {
            if (GsmAlphabet.has(c)) {
                gsm.appendCodePoint(c);
            } else if (PLAIN.containsKey(c)) {
                gsm.append(PLAIN.get(c));
            } else if (!isDecoration(c)) {
                int letter = withoutAccent(c);
                if (letter < 0) {
                    return Optional.empty();
                }
                gsm.appendCodePoint(letter);
            }
        }
        return Optional.of(tidy(gsm.toString()));
    }

    /** Emoji, and the invisible characters that join, colour and direct them. */
    private static boolean isDecoration(int c) {
        return Character.isExtendedPictographic(c)
                || Character.isEmojiPresentation(c)
                || Character.isEmojiModifier(c)
                || Character.getType(c) == Character.FORMAT
                || (c >= 0xFE00 && c <= 0xFE0F);
    }

    /** The letter below one accent; -1 if there is none, or more than one. */
    private static int withoutAccent(int c) {
        int[] parts = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD)
                .codePoints()
                .toArray();
        boolean oneAccent = parts.length == 2
                && Character.getType(parts[1]) == Character.NON_SPACING_MARK
                && Character.isLetter(parts[0]);
        return oneAccent && GsmAlphabet.has(parts[0]) ? parts[0] : -1;
    }

    /** A dropped emoji leaves a space behind. */
    private static String tidy(String text) {
        return text.replaceAll(" {2,}", " ").replaceAll("(?m)^ | $", "");
    }
}
