package dev.taskping.operator.launch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What the Job of a Launch is called: always the same, so that it can be created once only. */
final class JobNames {

    /** A Job's name is also its pods' label value and host name: 63 characters, less the pods' own suffix of 6 or more. */
    private static final int LONGEST_PREFIX = 45;

    /** Without vowels and look-alikes, as Kubernetes' own suffixes: no words, easy to read out. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX = 8;

    private JobNames() {}

    /** The name of the work and a suffix that only this Launch has. */
    static String of(String work, String launchUid) {
        String prefix = work.replace('.', '-');
        if (prefix.length() > LONGEST_PREFIX) {
            prefix = prefix.substring(0, LONGEST_PREFIX).replaceAll("-+$", "");
        }
        byte[] digest = sha256(launchUid);
        StringBuilder name = new StringBuilder(prefix).append('-');
        for (int i = 0; i < SUFFIX; i++) {
            name.append(ALPHABET.charAt(Byte.toUnsignedInt(digest[i]) % ALPHABET.length()));
        }
        return name.toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
