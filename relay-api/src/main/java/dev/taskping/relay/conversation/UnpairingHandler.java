package dev.taskping.relay.conversation;

import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.command.CommandResultHandler;
import dev.taskping.relay.people.PersonStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Takes accounts from people: from then on they are strangers', and nothing they asked for begins any more. */
@ApplicationScoped
public class UnpairingHandler {

    private final PersonStore people;
    private final CommandResultHandler commands;
    private final ConversationAudit audit;

    UnpairingHandler(PersonStore people, CommandResultHandler commands, ConversationAudit audit) {
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
    public boolean take(Handle handle, Actor by, UUID person, ProviderAccount account) {
        boolean taken = people.unpair(handle, by.workspace(), person, account.provider(), account.id());
        if (taken) {
            commands.withdrawByAccount(handle, by, person, account.shown());
        }
        return taken;
    }

    /** Takes the account that speaks, because the person says so. */
    BotReply unpair(Handle handle, MemberRequest request) {
        ProviderAccount account = request.incoming().sender();
        take(handle, ConversationAudit.actor(request), request.member().personId(), account);
        audit.pairing(
                handle,
                request.channel(),
                request.incoming(),
                "unpair " + account.shown(),
                request.member().name());
        return BotReply.brief(ReplyTexts.line(
                Severity.INFO,
                "👋 This account is no longer " + request.member().name() + "'s in namespace "
                        + request.channel().key().namespace()
                        + ". Whoever looks after the channel can give you a new code."));
    }
}
