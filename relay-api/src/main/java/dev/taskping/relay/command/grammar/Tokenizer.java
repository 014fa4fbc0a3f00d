package dev.taskping.relay.command.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;

/**
 * Splits a message into words. Quotes keep words together, also the curly ones that phones insert; inside quotes a backslash
 * escapes the next character.
 */
final class Tokenizer {

    private static final String OPENING = "\"'“„«‘";
    private static final String CLOSING = "\"'””»’";

    /** Marks of direction, byte order marks, joiners of words, spaces without width, soft hyphens. */
    private static final String UNSEEN = "\u200E\u200F\u061C\uFEFF\u2060\u200B\u00AD";

    private Tokenizer() {}

    /** The words; empty if a quote is never closed. */
    static Optional<List<String>> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int quote = OPENING.indexOf(c);
            if (quote >= 0 && (word.isEmpty() || word.charAt(word.length() - 1) == '=')) {
                int end = endOfQuote(text, i + 1, c, CLOSING.charAt(quote), word);
                if (end < 0) {
                    return Optional.empty();
                }
                i = end;
                inWord = true;
            } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                if (inWord) {
                    words.add(trimmed(word.toString()));
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(trimmed(word.toString()));
        }
        // Of a word that has only such characters, nothing is left; an empty value in quotes has its key.
        words.removeIf(String::isEmpty);
        return Optional.of(words);
    }

    /** Without what keyboards, clipboards and mail programs put before and behind words, and nobody sees. */
    static String trimmed(String word) {
        return StringUtils.strip(word, UNSEEN);
    }

    /** Appends the quoted text; returns the index of the closing quote, or -1. */
    private static int endOfQuote(String text, int from, char opening, char closing, StringBuilder word) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else if (c == closing || (c == '“' && opening == '„')) {
                return i;
            } else {
                word.append(c);
            }
        }
        return -1;
    }
}
