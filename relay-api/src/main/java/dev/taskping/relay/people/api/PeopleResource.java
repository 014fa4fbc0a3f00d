package dev.taskping.relay.people.api;

import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.people.Pairings;
import dev.taskping.relay.people.Pairings.Invitation;
import dev.taskping.relay.people.PersonStore;
import dev.taskping.relay.people.PersonStore.Person;
import dev.taskping.relay.people.Unpairing;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.CurrentCaller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
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

    private static final int MAX_PAGE = 200;

    private static final String PERSON =
            "{\"id\":\"0b7c7c1e-8a53-4f0e-9d0e-0c2f0a3c1a11\",\"cluster\":\"lab\",\"namespace\":\"ml\",\"name\":\"Mia\","
                    + "\"roles\":[{\"channel\":\"ml-telegram\",\"role\":\"launcher\"}],"
                    + "\"identities\":[{\"provider\":\"telegram\",\"account\":\"1001\",\"boundAt\":\"2026-01-01T00:00:00Z\"}]}";
    private static final String CODE =
            "{\"code\":\"7K3M9QX2TB\",\"say\":\"/start 7K3M9QX2TB\",\"link\":\"https://t.me/lab_bot?start=7K3M9QX2TB\","
                    + "\"expires\":\"2026-01-01T00:15:00Z\",\"qrText\":\"█▀▀▀…\",\"qrPng\":\"iVBORw0KGgo=\"}";

    private final PersonStore people;
    private final Pairings pairings;
    private final Unpairing unpairing;
    private final ChannelStore channels;
    private final AuditTrail audit;
    private final Jdbi jdbi;
    private final CurrentCaller caller;

    PeopleResource(
            PersonStore people,
            Pairings pairings,
            Unpairing unpairing,
            ChannelStore channels,
            AuditTrail audit,
            Jdbi jdbi,
            CurrentCaller caller) {
        this.people = people;
        this.pairings = pairings;
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

        static CodeView of(Invitation invitation) {
            String say = "/start " + invitation.code().text();
            QrCode qr = QrCode.of(invitation.link() == null ? say : invitation.link());
            return new CodeView(
                    invitation.code().text(), say, invitation.link(), invitation.expires(), qr.text(), qr.png());
        }

        @Override
        public String toString() {
            return "CodeView[expires=" + expires + "]";
        }
    }

    /** The people. */
    @GET
    @Operation(operationId = "listPeople", summary = "List people with their roles and identities")
    @SecurityRequirement(name = "token")
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PeoplePage.class),
                            examples = @ExampleObject(name = "one", value = "{\"people\":[" + PERSON + "]}")))
    public PeoplePage list(
            @Parameter(description = "of this cluster; of all if absent") @QueryParam("cluster") @Nullable
                    String cluster,
            @Parameter(description = "of this namespace; of all if absent") @QueryParam("namespace") @Nullable
                    String namespace,
            @Parameter(description = "the page before's next") @QueryParam("after") @Nullable UUID after,
            @Parameter(description = "1 to 200") @QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw ProblemException.invalid("limit: must be 1 to " + MAX_PAGE + ".");
        }
        List<Person> page =
                jdbi.withHandle(handle -> people.list(handle, caller.workspace(), cluster, namespace, after, limit));
        return new PeoplePage(page, page.size() < limit ? null : page.getLast().id());
    }

    /** A code for a person. */
    @POST
    @Path("/{id}/codes")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(
            operationId = "issueCode",
            summary = "Get a one-time code by which a person proves that an account is theirs",
            description =
                    """
                    Hand it to that person and nobody else: who sends it first is taken for them. The same code is given again \
                    while it is good for two minutes or more.""")
    @SecurityRequirement(name = "token")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CodeRequest.class),
                            examples = @ExampleObject(name = "telegram", value = "{\"channel\":\"ml-telegram\"}")))
    @APIResponse(
            responseCode = "201",
            description = "The code",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CodeView.class),
                            examples = @ExampleObject(name = "telegram", value = CODE)))
    @APIResponse(responseCode = "404", description = "There is no such person in the workspace")
    @APIResponse(responseCode = "409", description = "The person is no member of the channel, or it cannot be answered")
    public CodeView code(
            @Parameter(description = "the person") @PathParam("id") UUID id, @Nullable CodeRequest request) {
        if (request == null || request.channel() == null) {
            throw ProblemException.invalid("channel: name a channel of the person's namespace.");
        }
        String name = request.channel();
        return jdbi.inTransaction(handle -> {
            Person person = person(handle, id);
            RegisteredChannel channel = channels.find(
                            handle, caller.workspace(), person.cluster(), PersonStore.channel(person, name))
                    .orElseThrow(() -> ProblemException.conflict("There is no channel " + person.namespace() + "/"
                            + name + " in " + person.cluster() + "."));
            Invitation invitation = pairings.invite(handle, channel, id)
                    .orElseThrow(() -> ProblemException.conflict(person.name() + " is not a member of channel "
                            + channel.key() + ", or that channel takes no replies."));
            audit.record(
                    handle,
                    Actor.of(caller.get()).at(person.cluster(), channel.key().toString()),
                    "issue pairing code",
                    person.name(),
                    Decision.ACCEPTED,
                    "good until " + invitation.expires());
            return CodeView.of(invitation);
        });
    }

    /** Takes an account from a person. */
    @DELETE
    @Path("/{id}/identities/{provider}/{account}")
    @Operation(
            operationId = "unpair",
            summary = "Take an account from a person",
            description =
                    """
                    It is a stranger's from then on. Codes that the person could still pair with are void, too, and what was asked for by \
                    the account and waits for its cluster, or to be confirmed, is dropped.""")
    @SecurityRequirement(name = "token")
    @APIResponse(responseCode = "204", description = "Taken")
    @APIResponse(responseCode = "404", description = "There is no such person, or the account is not theirs")
    public void unpair(
            @Parameter(description = "the person") @PathParam("id") UUID id,
            @Parameter(description = "as listed") @PathParam("provider") String provider,
            @Parameter(description = "as listed") @PathParam("account") String account) {
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
