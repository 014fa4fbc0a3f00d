package dev.taskping.relay.people.api;

import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.ChannelChecker;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.people.PairingCodeIssuer;
import dev.taskping.relay.people.PairingCodeIssuer.Invitation;
import dev.taskping.relay.people.PersonStore;
import dev.taskping.relay.people.PersonStore.Person;
import dev.taskping.relay.people.Unpairing;
import dev.taskping.relay.platform.api.Paging;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.CurrentCaller;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@code /v1/people}: who may answer, by which accounts. Which people there are and what they may do, their channels say. */
@Path("/v1/people")
@Tag(name = "People")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.ADMIN)
public class PeopleResource {

    private final PersonStore people;
    private final PairingCodeIssuer pairingCodeIssuer;
    private final ChannelChecker checker;
    private final Unpairing unpairing;
    private final ChannelStore channels;
    private final AuditTrail audit;
    private final Jdbi jdbi;
    private final CurrentCaller caller;

    PeopleResource(
            PersonStore people,
            PairingCodeIssuer pairingCodeIssuer,
            ChannelChecker checker,
            Unpairing unpairing,
            ChannelStore channels,
            AuditTrail audit,
            Jdbi jdbi,
            CurrentCaller caller) {
        this.people = people;
        this.pairingCodeIssuer = pairingCodeIssuer;
        this.checker = checker;
        this.unpairing = unpairing;
        this.channels = channels;
        this.audit = audit;
        this.jdbi = jdbi;
        this.caller = caller;
    }

    /**
     * Some of the people.
     *
     * @param people each with roles and identities
     * @param next pass it as {@code after} for the next page; absent on the last
     */
    public record PeoplePage(List<Person> people, @Nullable UUID next) {}

    /**
     * What a code is for.
     *
     * @param channel name of a channel of the person's namespace
     */
    public record CodeRequest(@Nullable String channel) {}

    /**
     * A code, good once and for a quarter of an hour.
     *
     * @param code as people type it
     * @param say what to send to the bot
     * @param link opens an app with that filled in; absent where there is no such link
     * @param expires until when it is good
     * @param qrText link, or what to say, as a QR code for a terminal
     * @param qrPng the same as a picture
     */
    @Schema(name = "PairingCode")
    public record CodeView(
            String code, String say, @Nullable String link, Instant expires, String qrText, byte[] qrPng) {

        static CodeView of(Invitation invitation, @Nullable String link) {
            String say = "/start " + invitation.code().text();
            QrCode qr = QrCode.of(link == null ? say : link);
            return new CodeView(invitation.code().text(), say, link, invitation.expires(), qr.text(), qr.png());
        }

        @Override
        public String toString() {
            return "CodeView[expires=" + expires + "]";
        }
    }

    /** The people. */
    @GET
    public PeoplePage listPeople(
            @QueryParam("cluster") @Nullable String cluster,
            @QueryParam("namespace") @Nullable String namespace,
            @BeanParam Paging paging) {
        int limit = paging.limit();
        UUID after = paging.after(UUID::fromString);
        List<Person> page =
                jdbi.withHandle(handle -> people.list(handle, caller.workspace(), cluster, namespace, after, limit));
        return new PeoplePage(page, Paging.next(page, limit, Person::id));
    }

    private record Issued(RegisteredChannel channel, Invitation invitation) {}

    /** A code for a person. */
    @POST
    @Path("/{id}/codes")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    public CodeView issueCode(@PathParam("id") UUID id, @Nullable CodeRequest request) {
        if (request == null || request.channel() == null) {
            throw ProblemException.invalid("channel: name a channel of the person's namespace.");
        }
        String name = request.channel();
        Issued issued = jdbi.inTransaction(handle -> {
            Person person = person(handle, id);
            RegisteredChannel channel = channels.find(
                            handle, caller.workspace(), person.cluster(), PersonStore.channel(person, name))
                    .orElseThrow(() -> ProblemException.conflict("There is no channel " + person.namespace() + "/"
                            + name + " in " + person.cluster() + "."));
            Invitation invitation = pairingCodeIssuer
                    .invite(handle, channel, id)
                    .orElseThrow(() -> ProblemException.conflict(person.name() + " is not a member of channel "
                            + channel.key() + ", or that channel takes no replies."));
            audit.record(
                    handle,
                    Actor.of(caller.get()).at(person.cluster(), channel.key().toString()),
                    "issue pairing code",
                    person.name(),
                    Decision.ACCEPTED,
                    "good until " + invitation.expires());
            return new Issued(channel, invitation);
        });
        return CodeView.of(
                issued.invitation(),
                checker.pairingLink(issued.channel(), issued.invitation().code().text())
                        .orElse(null));
    }

    /** Takes an account from a person. */
    @DELETE
    @Path("/{id}/identities/{provider}/{account}")
    public void unpair(
            @PathParam("id") UUID id, @PathParam("provider") String provider, @PathParam("account") String account) {
        jdbi.useTransaction(handle -> {
            Person person = person(handle, id);
            ProviderAccount taken = new ProviderAccount(provider, account);
            if (!unpairing.unpair(handle, Actor.of(caller.get()).at(person.cluster(), null), id, taken)) {
                throw ProblemException.notFound(
                        "Account " + account + " of " + provider + " is not one of " + person.name() + ".");
            }
            audit.record(
                    handle,
                    Actor.of(caller.get()).at(person.cluster(), null),
                    "unpair " + taken.shown(),
                    person.name(),
                    Decision.ACCEPTED,
                    "in namespace " + person.namespace());
        });
    }

    private Person person(Handle handle, UUID id) {
        return people.find(handle, caller.workspace(), id)
                .orElseThrow(() -> ProblemException.notFound("There is no person " + id + "."));
    }
}
