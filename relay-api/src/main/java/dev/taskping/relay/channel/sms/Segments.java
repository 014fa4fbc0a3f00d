package dev.taskping.relay.channel.sms;

/**
 * How many segments a text is sent, and paid for, as: one of 140 octets, or several that lose 6 octets each to the header
 * that joins them (3GPP TS 23.040, 9.2.3.24.1; Twilio, "How long can a message be?"). A character is never split between two.
 */
final class Segments {

    private static final int SEPTETS_ALONE = 160;
    private static final int SEPTETS_JOINED = 153;
    private static final int UNITS_ALONE = 70;
    private static final int UNITS_JOINED = 67;

    private Segments() {}

    /** In GSM-7 if the alphabet has every character, else in UCS-2. */
    static int count(String text) {
        boolean gsm = GsmAlphabet.hasAllOf(text);
        int alone = gsm ? SEPTETS_ALONE : UNITS_ALONE;
        int joined = gsm ? SEPTETS_JOINED : UNITS_JOINED;
        int total = text.codePoints().map(c -> width(c, gsm)).sum();
        if (total <= alone) {
            return 1;
        }
        int segments = 1;
        int used = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int width = width(c, gsm);
            if (used + width > joined) {
                segments++;
                used = 0;
            }
            used += width;
        }
        return segments;
    }

    private static int width(int codePoint, boolean gsm) {
        return gsm ? GsmAlphabet.septets(codePoint) : Character.charCount(codePoint);
    }
}
