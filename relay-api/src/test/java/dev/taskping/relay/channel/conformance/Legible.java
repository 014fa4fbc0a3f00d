package dev.taskping.relay.channel.conformance;

/** What is left of a text when everything that nobody can see is taken away: providers may treat that as they like. */
final class Legible {

    private Legible() {}

    static String of(String text) {
        return text.codePoints()
                .filter(Legible::isSeen)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isSeen(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            // What encoders make of half a surrogate pair.
            default -> codePoint != 0xFFFD && codePoint != '?';
        };
    }
}
