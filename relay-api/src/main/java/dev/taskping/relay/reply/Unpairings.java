package dev.taskping.relay.reply;

import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.notify.CommandOutcomes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Takes accounts from people: from then on they are strangers', and nothing they asked for begins any more. */
@ApplicationScoped
class Unpairings {

    private final People people;
    private final CommandOutcomes commands;
    private final AuditLog audit;

    Unpairings(People people, CommandOutcomes commands, AuditLog audit) {
        this.people = people;
        this.commands = commands;
        this.audit = audit;
    }

    /**
     * Takes an account from a person.
     *
     * @param by who takes it
     * @return false if it was not the person's
     */
    boolean take(Handle handle, Actor by, UUID person, Account account) {
        boolean taken = people.unpair(handle, by.workspace(), person, account.provider(), account.id());
        if (taken) {
            commands.withdrawByAccount(handle, by, person, account.shown());
        }
        return taken;
    }

    /** Takes the account that speaks, because the person says so. */
    Answer unpair(Handle handle, Asked asked) {
        Account account = asked.incoming().sender();
        take(handle, AuditLog.actor(asked), asked.member().personId(), account);
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
