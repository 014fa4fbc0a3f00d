package dev.taskping.relay.account;

import dev.taskping.relay.api.ProblemException;
import dev.taskping.relay.configuration.RelayConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
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
 * Tokens by which a machine that was told of a task may answer it once, at {@code POST /v1/commands}: JWTs signed by the
 * relay, bound to the delivery they were sent with. All attempts of one delivery carry the same {@code jti}, so that a
 * message that arrived twice still launches once.
 */
@ApplicationScoped
public class ReplyTokens {

    private static final String AUDIENCE = "taskping-reply";
    private static final String SCOPE = "launch";

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
     */
    public record Grant(UUID deliveryId, String taskUid) {}

    private final RelayConfiguration configuration;
    private final Clock clock;
    private final HmacKey key;

    ReplyTokens(RelayKeys keys, RelayConfiguration configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
        this.key = new HmacKey(keys.replyTokens());
    }

    /** A token to go with a delivery that tells of a task. */
    public ReplyToken issue(UUID deliveryId, String taskUid) {
        Instant expires = clock.instant()
                .plus(configuration.commands().replyTokenValidity())
                .truncatedTo(ChronoUnit.SECONDS);
        JwtClaims claims = new JwtClaims();
        claims.setAudience(AUDIENCE);
        claims.setJwtId(deliveryId.toString());
        claims.setSubject(taskUid);
        claims.setStringClaim("scope", SCOPE);
        claims.setExpirationTime(NumericDate.fromMilliseconds(expires.toEpochMilli()));
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key);
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        try {
            URI url = URI.create(configuration.publicUrl().toString().replaceAll("/+$", "") + "/v1/commands");
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
            if (!SCOPE.equals(claims.getClaimValueAsString("scope"))) {
                throw refused();
            }
            return new Grant(UUID.fromString(claims.getJwtId()), claims.getSubject());
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
