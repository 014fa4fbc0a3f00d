package dev.taskping.relay.command.grammar;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests a known word for one that is probably misspelt. */
public final class SpellingSuggester {

    /** One or two typing errors; with more it is another word. */
    private static final int MAX_DISTANCE = 2;

    private static final int MAX_LENGTH = 64;

    private SpellingSuggester() {}

    /** The nearest known word, if it is near. Words that differ only in digits differ on purpose. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int allowed = Math.min(MAX_DISTANCE, Math.max(1, word.length() / 3));
        return known.stream()
                .filter(candidate -> candidate.length() <= MAX_LENGTH)
                .filter(candidate -> !letters(candidate).equals(letters(word)))
                .filter(candidate -> distance(word, candidate) <= allowed)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    private static String letters(String word) {
        return word.replaceAll("[0-9]", "");
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int distance(String left, String right) {
        int[][] table = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                    continue;
                }
                int replace = table[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                int best = Math.min(replace, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1);
                table[i][j] = swapped ? Math.min(best, table[i - 2][j - 2] + 1) : best;
            }
        }
        return table[left.length()][right.length()];
    }
}
