package dev.taskping.operator.cache;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Lets the client skip {@code metadata.managedFields}, which the operator never reads: often half of an object. The API server
 * keeps them when an object is written without them.
 */
@ApplicationScoped
class ManagedFieldsFilter implements KubernetesClientObjectMapperCustomizer {

    @JsonIgnoreProperties("managedFields")
    private abstract static class WithoutManagedFields {}

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.addMixIn(ObjectMeta.class, WithoutManagedFields.class);
    }
}
