package dev.taskping.relay.security;

import dev.taskping.relay.platform.api.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Tells from the {@code Authorization} header who is calling. */
@ApplicationScoped
public class Authenticator {

    private static final String BEARER = "bearer ";

    private final ClusterTokens clusterTokens;
    private final ApiTokenStore apiTokens;

    Authenticator(ClusterTokens clusterTokens, ApiTokenStore apiTokens) {
        this.clusterTokens = clusterTokens;
        this.apiTokens = apiTokens;
    }

    /**
     * The caller.
     *
     * @param authorization the header's value, if there was one
     * @throws ProblemException 401, without saying what exactly was wrong with a forged credential
     */
    public Caller authenticate(Optional<String> authorization) {
        String credential = authorization
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .orElseThrow(() -> ProblemException.unauthorized(
                        "Send 'Authorization: Bearer' with an API token (tp_…) or a JWT signed with a cluster's key."));
        return credential.startsWith(ApiTokenStore.PREFIX)
                ? apiTokens
                        .find(credential)
                        .orElseThrow(() -> ProblemException.unauthorized("The API token is unknown or has expired."))
                : clusterTokens.verify(credential);
    }
}
