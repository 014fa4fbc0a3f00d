package dev.taskping.crds;

/** The rule for mail addresses, as the schemas' annotations share it. */
final class MailAddress {

    /** The longest address: 64 octets, '@', 255 octets (RFC 5321, 4.5.3.1). */
    static final int LONGEST = 320;

    /** A bare address: no name beside it, no list. Whether it exists only its server can say. */
    static final String PATTERN = "^[^@\\\\s,;<>]+@[^@\\\\s,;<>]+$";

    private MailAddress() {}
}
