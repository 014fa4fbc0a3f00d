package dev.taskping.relay.security;

import dev.taskping.relay.security.Access.To;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.lang.annotation.Annotation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/** Says in the OpenAPI document, at build time, which credentials an operation takes: those that {@link Access} names. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class SecurityRequirements implements OASFilter {

    private static final List<Class<? extends Annotation>> METHODS =
            List.of(GET.class, PUT.class, POST.class, DELETE.class);

    /** By operation, whose id is its method's name. */
    private final Map<String, Set<String>> schemes = new HashMap<>();

    /** With the access to all resources. */
    public SecurityRequirements(IndexView index) {
        METHODS.stream()
                .flatMap(method -> index.getAnnotations(method).stream())
                .map(annotation -> annotation.target().asMethod())
                .forEach(method -> schemes.put(method.name(), schemes(method)));
    }

    @Override
    public Operation filterOperation(Operation operation) {
        schemes.getOrDefault(operation.getOperationId(), Set.of())
                .forEach(scheme -> operation.addSecurityRequirement(
                        OASFactory.createSecurityRequirement().addScheme(scheme)));
        return operation;
    }

    private static Set<String> schemes(MethodInfo method) {
        AnnotationInstance access = method.hasAnnotation(Access.class)
                ? method.annotation(Access.class)
                : method.declaringClass().declaredAnnotation(Access.class);
        Set<String> schemes = new TreeSet<>();
        if (access != null) {
            for (String to : access.value().asEnumArray()) {
                switch (To.valueOf(to)) {
                    case CLUSTER -> schemes.add("cluster");
                    case SESSION, ADMIN -> schemes.add("token");
                    case ANYONE -> {} // the texts say which, if there is one
                }
            }
        }
        return schemes;
    }
}
