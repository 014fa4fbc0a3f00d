package dev.taskping.operator.relay;

import dev.taskping.operator.configuration.ClusterIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** The JWT that proves to the relay which cluster calls. It is valid for five minutes and is renewed one minute before its end. */
@ApplicationScoped
public class ClusterToken {

    static final String AUDIENCE = "taskping-relay";
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final Duration RENEWAL_MARGIN = Duration.ofMinutes(1);

    private record Issued(String token, Instant expires) {}

    private final ClusterIdentity identity;
    private final Clock clock;
    private volatile @Nullable Issued issued;

    ClusterToken(ClusterIdentity identity, Clock clock) {
        this.identity = identity;
        this.clock = clock;
    }

    /** The value of an {@code Authorization} header. */
    public String authorization() {
        Issued current = issued;
        Instant now = clock.instant();
        if (current == null || now.isAfter(current.expires().minus(RENEWAL_MARGIN))) {
            current = issue(now);
            issued = current;
        }
        return "Bearer " + current.token();
    }

    private Issued issue(Instant now) {
        Instant expires = now.plus(LIFETIME);
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(identity.id());
        claims.setSubject(identity.id());
        claims.setAudience(AUDIENCE);
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(expires.getEpochSecond()));
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        signature.setKeyIdHeaderValue(identity.id());
        signature.setKey(identity.key());
        signature.setPayload(claims.toJson());
        try {
            return new Issued(signature.getCompactSerialization(), expires);
        } catch (JoseException e) {
            throw new IllegalStateException("Cannot sign the token of cluster '" + identity.id() + "'", e);
        }
    }
}
