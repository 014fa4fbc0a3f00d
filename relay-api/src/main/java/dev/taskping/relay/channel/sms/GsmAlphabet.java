package dev.taskping.relay.channel.sms;

/** The GSM 7-bit default alphabet and its extension (3GPP TS 23.038, 6.2.1 and 6.2.1.1), which every telephone knows. */
final class GsmAlphabet {

    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /** Behind an escape each, so that they take two septets. */
    private static final String EXTENSION = "\f^{}\\[~]|€";

    private GsmAlphabet() {}

    /** How many septets a character takes; 0 if the alphabet does not have it. */
    static int septets(int codePoint) {
        return BASIC.indexOf(codePoint) >= 0 ? 1 : EXTENSION.indexOf(codePoint) >= 0 ? 2 : 0;
    }

    static boolean has(int codePoint) {
        return septets(codePoint) > 0;
    }

    static boolean hasAllOf(String text) {
        return text.codePoints().allMatch(GsmAlphabet::has);
    }
}
