package dev.taskping.relay.reply;

import dev.taskping.protocol.message.Message.Severity;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Handle;

/** Lets a person give up the account that speaks. */
@ApplicationScoped
class Unpairings {

    private final People people;
    private final AuditLog audit;

    Unpairings(People people, AuditLog audit) {
        this.people = people;
        this.audit = audit;
    }

    Answer unpair(Handle handle, Asked asked) {
        Account account = asked.incoming().sender();
        people.unpair(handle, asked.channel().workspace(), asked.member().personId(), account.provider(), account.id());
        audit.pairing(
                handle,
                asked.channel(),
                asked.incoming(),
                "unpair " + account.shown(),
                asked.member().name());
        return Answer.brief(Answers.line(
                Severity.INFO,
                "👋 This account is no longer " + asked.member().name() + "'s in namespace "
                        + asked.channel().key().namespace()
                        + ". Whoever looks after the channel can give you a new code."));
    }
}
