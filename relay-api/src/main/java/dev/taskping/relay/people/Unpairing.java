package dev.taskping.relay.people;

import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.command.CommandResultHandler;
import dev.taskping.relay.command.RequesterKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Takes accounts from people: from then on they are strangers', and nothing they asked for begins any more. */
@ApplicationScoped
public class Unpairing {

    private final PersonStore people;
    private final IdentityStore identities;
    private final PairingCodeStore codes;
    private final CommandResultHandler commands;

    Unpairing(PersonStore people, IdentityStore identities, PairingCodeStore codes, CommandResultHandler commands) {
        this.people = people;
        this.identities = identities;
        this.codes = codes;
        this.commands = commands;
    }

    /**
     * Takes an account from a person, in the caller's transaction, and voids every code that the person could still pair with:
     * whoever has taken over the account may have read them.
     *
     * @param by who takes it
     * @return false if it was not the person's
     */
    public boolean unpair(Handle handle, Actor by, UUID personId, ProviderAccount account) {
        boolean removed = identities.remove(handle, by.workspace(), personId, account);
        if (removed) {
            codes.voidAll(handle, personId);
            people.find(handle, by.workspace(), personId)
                    .map(person -> new RequesterKey(person.cluster(), person.namespace(), person.name()))
                    .ifPresent(key -> commands.withdrawByAccount(handle, by, personId, key, account.shown()));
        }
        return removed;
    }
}
