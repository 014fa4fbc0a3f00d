package dev.taskping.relay.channel.feishu;

/**
 * A code block of Feishu's Markdown that its text cannot leave, in which nothing is markup: an invisible character stands
 * between two backticks, so that no fence can end it, and behind each {@code <} that could begin a tag, so that not even a
 * client that looks for tags inside of code finds {@code <at id=all>}.
 */
final class FeishuCodeBlock {

    /** Zero width space. */
    private static final String INVISIBLE = "\u200B";

    private FeishuCodeBlock() {}

    static String of(String text) {
        return "```\n"
                + text.replaceAll("`(?=`)", "`" + INVISIBLE).replaceAll("<(?=[A-Za-z/!?])", "<" + INVISIBLE)
                + "\n```";
    }
}
