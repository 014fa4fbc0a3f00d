package dev.taskping.crds.channel;

/** The validation rule for mail addresses, which several schemas share. */
final class MailAddress {

    /** The longest address: 64 octets, '@', 255 octets (RFC 5321, 4.5.3.1). */
    static final int LONGEST = 320;

    /** A bare address: no display name, no list. Only the mail server knows whether the address exists. */
    static final String PATTERN = "^[^@\\\\s,;<>]+@[^@\\\\s,;<>]+$";

    private MailAddress() {}
}
