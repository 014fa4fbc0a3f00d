package dev.taskping.testkit.simulator.mail;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.user.UserManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recipients whose mailboxes take nothing more, as mail servers say it (RFC 5321, 4.2.3; RFC 3463, X.2.2): 552 for good, 452
 * for now.
 */
final class FullMailboxes extends SmtpManager {

    /** What the server says of a mailbox. */
    enum Answer {
        FOR_GOOD("552 5.2.2 The recipient's mailbox is full"),
        FOR_NOW("452 4.2.2 The recipient's mailbox is full");

        private final String words;

        Answer(String words) {
            this.words = words;
        }
    }

    private final Map<String, Answer> full;

    FullMailboxes(Managers others, Map<String, Answer> full) {
        super(others.getImapHostManager(), others.getUserManager());
        this.full = full;
    }

    @Override
    public @Nullable String checkRecipient(SmtpState state, MailAddress recipient) {
        Answer answer = full.get(recipient.getEmail());
        return answer != null ? answer.words : super.checkRecipient(state, recipient);
    }

    /** The parts of a mail server with this as the one that takes mail. */
    Managers among(Managers others) {
        return new Managers() {
            @Override
            public SmtpManager getSmtpManager() {
                return FullMailboxes.this;
            }

            @Override
            public UserManager getUserManager() {
                return others.getUserManager();
            }

            @Override
            public ImapHostManager getImapHostManager() {
                return others.getImapHostManager();
            }
        };
    }
}
