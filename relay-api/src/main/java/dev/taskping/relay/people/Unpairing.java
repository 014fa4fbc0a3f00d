package dev.taskping.relay.people;

import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.command.CommandResultHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Takes accounts from people: from then on they are strangers', and nothing they asked for begins any more. */
@ApplicationScoped
public class Unpairing {

    private final IdentityStore identities;
    private final PairingStore codes;
    private final CommandResultHandler commands;

    Unpairing(IdentityStore identities, PairingStore codes, CommandResultHandler commands) {
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
            commands.withdrawByAccount(handle, by, personId, account.shown());
        }
        return removed;
    }
}
