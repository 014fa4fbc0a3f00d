package dev.taskping.relay.guard;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Maps texts that look alike to the same text, so that letters of another alphabet, accents or invisible characters do not evade
 * a ban list. Pure.
 */
final class ConfusableSkeleton {

    /**
     * Letters of other scripts that look like Latin ones (a subset of Unicode Technical Standard 39, confusables.txt: what is
     * left of Greek, Cyrillic, Armenian and Latin's own extensions after NFKD and lower case).
     */
    private static final String CONFUSABLES =
            """
            a аɑα
            b ьЬβ
            c сϲⅽ
            d ԁɗⅾ
            e еєҽε
            f ғƒ
            g ɡցԍ
            h һհн
            i іɩıι
            j јϳ
            k кκ
            l ӏǀ|ⅼ
            m мⅿ
            n ոпηո
            o оοօσ
            p рρ
            q ԛզ
            r гʀ
            s ѕʂ
            t тτ
            u υսц
            v ѵνⅴ
            w ԝѡω
            x хχ×ⅹ
            y уγүʏ
            z ᴢʐ
            """;

    private static final Map<Integer, Integer> LATIN = CONFUSABLES
            .lines()
            .flatMap(line -> line.substring(2).chars().boxed().map(letter -> Map.entry(letter, (int) line.charAt(0))))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue, (one, same) -> one));

    private ConfusableSkeleton() {}

    /** The text in lower-case Latin letters as far as they look like those, without accents and invisible characters. */
    static String fold(String text) {
        // NFKD separates accents from their letters.
        String apart = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(apart.length());
        apart.codePoints()
                .filter(ConfusableSkeleton::shows)
                .map(point -> LATIN.getOrDefault(point, point))
                .forEach(folded::appendCodePoint);
        return folded.toString();
    }

    private static boolean shows(int point) {
        return switch (Character.getType(point)) {
            case Character.FORMAT,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.SURROGATE,
                    Character.PRIVATE_USE -> false;
            // Spaces between words are kept, whatever they are; other controls do not show.
            case Character.CONTROL -> Character.isWhitespace(point);
            default ->
                point != 0x3164
                        && point != 0x115F
                        && point != 0x1160; // fillers of Hangul are letters that show nothing
        };
    }
}
