package dev.taskping.relay.channel.email;

import java.util.List;
import java.util.Optional;

/**
 * A mail that came in, as far as it matters to us.
 *
 * @param id its Message-ID or, where it has none worth the name, a digest of it
 * @param from the only address in its From header, in lower case; empty if there is not exactly one
 * @param recipients every address it was sent or delivered to
 * @param automatic whether a program wrote it: a holiday reply, a bounce, a mailing list
 * @param authenticationResults its Authentication-Results headers, topmost first
 * @param subject decoded
 * @param answer what its writer wrote, without what is quoted; one line
 */
public record ReceivedMail(
        String id,
        Optional<String> from,
        List<String> recipients,
        boolean automatic,
        List<String> authenticationResults,
        String subject,
        String answer) {}
