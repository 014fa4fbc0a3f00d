package dev.taskping.relay.channel;

import dev.taskping.protocol.text.InvisibleCharacters;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts in which anything can go wrong, for properties of renderings. */
public final class Texts {

    private static final String INVISIBLE = "[\\u200B\\s]+";

    private Texts() {}

    /** Short, long, half pairs, and pieces of every markup; without what a message never contains. */
    public static Arbitrary<String> anything() {
        Arbitrary<String> markup = Arbitraries.of(
                "<b>",
                "</pre>",
                "&amp;",
                "<",
                ">",
                "&",
                "\n",
                " ",
                "*",
                "**",
                "_",
                "`",
                "```",
                "```\n",
                "~~",
                "||",
                "[a](",
                "http://x.y/z_w_",
                ")",
                "# ",
                "- ",
                "1. ",
                "> ",
                "\\",
                "@everyone",
                "<@123456789012345678>",
                "<!channel>",
                "<!here>",
                "<@U123>",
                ":smile:",
                "<:a:1>",
                "\u001B[31m",
                "\u001B[0m",
                "\r",
                "😀",
                "👩🏽‍🔬",
                "e\u0301",
                "\u202Eשלום",
                "\u0000",
                "x",
                "7");
        return Arbitraries.oneOf(
                        Arbitraries.strings().all().ofMaxLength(80),
                        Arbitraries.strings().all().ofMinLength(1000).ofMaxLength(5000),
                        Arbitraries.strings().withCharRange('\uD83D', '\uDE4F').ofMaxLength(600),
                        markup.list().ofMaxSize(60).map(parts -> String.join("", parts)),
                        markup.list().ofMinSize(800).ofMaxSize(1500).map(parts -> String.join("", parts)))
                .map(InvisibleCharacters::remove);
    }

    /** The same, and tails of logs, some of them one line of a megabyte. */
    public static Arbitrary<String> logs() {
        return Arbitraries.oneOf(
                anything(),
                Arbitraries.of("😀", "loss=nan <tag> & more\n", "a", "```")
                        .list()
                        .ofMaxSize(6000)
                        .map(parts -> String.join("", parts)),
                Arbitraries.of("x", "😀", "`", "*_").map(part -> part.repeat(1_000_000 / part.length())));
    }

    /**
     * A text without the white space in it, which providers fold, without the spaces that keep backticks apart,
     * and with half surrogate pairs as UTF-8 writes them.
     */
    public static String readable(String text) {
        return text.replaceAll(INVISIBLE, "").replace('\uFFFD', '?');
    }
}
