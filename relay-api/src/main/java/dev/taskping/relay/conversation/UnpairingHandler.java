package dev.taskping.relay.conversation;

import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.people.PersonDirectory;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.command.CommandOutcomes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Takes accounts from people: from then on they are strangers', and nothing they asked for begins any more. */
@ApplicationScoped
public class UnpairingHandler {

    private final PersonDirectory personDirectory;
    private final CommandOutcomes commands;
    private final ConversationAudit audit;

    UnpairingHandler(PersonDirectory personDirectory, CommandOutcomes commands, ConversationAudit audit) {
        this.personDirectory = personDirectory;
        this.commands = commands;
        this.audit = audit;
    }

    /**
     * Takes an account from a person.
     *
     * @param by who takes it
     * @return false if it was not the person's
     */
    public boolean take(Handle handle, Actor by, UUID person, ProviderAccount providerAccount) {
        boolean taken = personDirectory.unpair(handle, by.workspace(), person, providerAccount.provider(), providerAccount.id());
        if (taken) {
            commands.withdrawByAccount(handle, by, person, providerAccount.shown());
        }
        return taken;
    }

    /** Takes the account that speaks, because the person says so. */
    Reply unpair(Handle handle, RequestContext requestContext) {
        ProviderAccount providerAccount = requestContext.incoming().sender();
        take(handle, ConversationAudit.actor(requestContext), requestContext.member().personId(), providerAccount);
        audit.pairing(
                handle,
                requestContext.channel(),
                requestContext.incoming(),
                "unpair " + providerAccount.shown(),
                requestContext.member().name());
        return Reply.brief(ReplyTexts.line(
                Severity.INFO,
                "👋 This account is no longer " + requestContext.member().name() + "'s in namespace "
                        + requestContext.channel().key().namespace()
                        + ". Whoever looks after the channel can give you a new code."));
    }
}
