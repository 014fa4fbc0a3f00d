package dev.taskping.operator.launch.decision;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The name of a Launch's Job: always the same, so that the Job is created only once. Pure. */
public final class JobNames {

    /** A Job's name is also its pods' label value and host name: 63 characters, less the pods' own suffix of 6 or more. */
    private static final int LONGEST_PREFIX = 45;

    /** Without vowels and look-alikes, as in Kubernetes' own suffixes: it spells no words and is easy to read out. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX = 8;

    private JobNames() {}

    /**
     * The name of the template, or of the retried Job, and a suffix that is unique to the Launch.
     *
     * @param source the name of the template or Job
     */
    public static String of(String source, String launchUid) {
        String prefix = source.replace('.', '-');
        if (prefix.length() > LONGEST_PREFIX) {
            prefix = prefix.substring(0, LONGEST_PREFIX).replaceAll("(?<!-)-+$", "");
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
