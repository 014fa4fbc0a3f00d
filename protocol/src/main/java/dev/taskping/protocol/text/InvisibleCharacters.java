package dev.taskping.protocol.text;

/**
 * Characters that nobody sees and by which a text can look like another one: those that turn the direction of writing (UAX #9), spaces
 * without width, soft hyphens, tags. What joins letters and emoji stays, and so do the signs around Arabic numbers. Pure.
 */
public final class InvisibleCharacters {

    private static final int FIRST = 0x00AD;

    private InvisibleCharacters() {}

    /** The text without such characters; the same object if there are none. */
    public static String remove(String text) {
        if (text == null || text.codePoints().noneMatch(InvisibleCharacters::isInvisible)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().filter(point -> !isInvisible(point)).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isInvisible(int point) {
        return point >= FIRST
                && switch (point) {
                    case 0x200C, 0x200D -> false;
                    case 0x00AD, 0x061C, 0x180E -> true;
                    default -> point >= 0x2000 && Character.getType(point) == Character.FORMAT;
                };
    }
}
