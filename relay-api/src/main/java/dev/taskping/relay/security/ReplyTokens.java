package dev.taskping.relay.security;

import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * Tokens by which a machine that was told of a task may answer, at {@code POST /v1/commands}: JWTs signed by the relay, bound to
 * the delivery they were sent with, and so to one channel, one task and what may be asked of it. All attempts of one delivery
 * carry the same {@code jti}, so that a message that arrived twice still launches once.
 */
@ApplicationScoped
public class ReplyTokens {

    private static final String AUDIENCE = "taskping-reply";

    /** What a token may be used for. */
    public enum Scope {
        /** To ask how the task is doing and for its log, as often as one likes. */
        READ,
        /** To launch, once. */
        LAUNCH;

        private String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Set<Scope> in(String claim) {
            List<String> ids = List.of(claim.split(" ", -1));
            return Arrays.stream(values())
                    .filter(scope -> ids.contains(scope.id()))
                    .collect(Collectors.toSet());
        }
    }

    /**
     * How to answer.
     *
     * @param url where to POST to
     * @param token the bearer token
     * @param expires until when
     */
    public record ReplyToken(URI url, String token, Instant expires) {
        @Override
        public String toString() {
            return "ReplyToken[url=" + url + ", expires=" + expires + "]";
        }
    }

    /**
     * What a valid token stands for.
     *
     * @param deliveryId the delivery it was sent with; names the channel and the workspace
     * @param taskUid the task it answers
     * @param scopes what it may be used for
     */
    public record Grant(UUID deliveryId, String taskUid, Set<Scope> scopes) {}

    private final URI publicUrl;
    private final Duration validity;
    private final Clock clock;
    private final HmacKey key;

    @Inject
    ReplyTokens(RelayKeys keys, RelayConfiguration configuration, Clock clock) {
        this(
                keys.replyTokens(),
                configuration.publicUrl(),
                configuration.commands().replyTokenValidity(),
                clock);
    }

    ReplyTokens(byte[] key, URI publicUrl, Duration validity, Clock clock) {
        this.key = new HmacKey(key);
        this.publicUrl = publicUrl;
        this.validity = validity;
        this.clock = clock;
    }

    /** A token to go with a delivery that tells of a task. */
    public ReplyToken issue(UUID deliveryId, String taskUid, Set<Scope> scopes) {
        Instant expires = clock.instant().plus(validity).truncatedTo(ChronoUnit.SECONDS);
        JwtClaims claims = new JwtClaims();
        claims.setAudience(AUDIENCE);
        claims.setJwtId(deliveryId.toString());
        claims.setSubject(taskUid);
        claims.setStringClaim("scope", scopes.stream().map(Scope::id).sorted().collect(Collectors.joining(" ")));
        claims.setExpirationTime(NumericDate.fromMilliseconds(expires.toEpochMilli()));
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key);
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        try {
            URI url = URI.create(StringUtils.stripEnd(publicUrl.toString(), "/") + "/v1/commands");
            return new ReplyToken(url, signature.getCompactSerialization(), expires);
        } catch (JoseException e) {
            throw new IllegalStateException("A reply token cannot be signed", e);
        }
    }

    /**
     * What the token allows.
     *
     * @throws ProblemException 410 if it has expired, 401 if it is not one of ours
     */
    public Grant verify(String token) {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setVerificationKey(key)
                    .setJwsAlgorithmConstraints(
                            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256))
                    .setExpectedAudience(AUDIENCE)
                    .setRequireExpirationTime()
                    .setRequireJwtId()
                    .setRequireSubject()
                    .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                    .build()
                    .processToClaims(token);
            Set<Scope> scopes = Scope.in(String.valueOf(claims.getClaimValueAsString("scope")));
            if (scopes.isEmpty()) {
                throw refused();
            }
            return new Grant(UUID.fromString(claims.getJwtId()), claims.getSubject(), scopes);
        } catch (InvalidJwtException e) {
            throw e.hasErrorCode(ErrorCodes.EXPIRED)
                    ? ProblemException.gone("The reply token has expired; the next message carries a new one.")
                    : refused();
        } catch (MalformedClaimException | IllegalArgumentException e) {
            throw refused();
        }
    }

    private static ProblemException refused() {
        return ProblemException.unauthorized("The reply token is not one that this relay has issued.");
    }
}
