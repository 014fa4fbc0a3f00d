package dev.taskping.relay.channel.custom;

import dev.taskping.protocol.adapter.CommunityAdapter;
import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Finds adapters that are classes: on the class path, and in a directory of jars. */
@ApplicationScoped
public class AdapterJars {

    private static final Logger LOG = Logger.getLogger(AdapterJars.class);

    /** Where adapters of somebody else's are. */
    @ConfigMapping(prefix = "taskping.adapters")
    public interface Configuration {

        /** A directory of jars with classes that implement {@link CommunityAdapter}; absent: none. */
        Optional<Path> directory();
    }

    private final List<CommunityAdapter> adapters;

    /** As configured. */
    @Inject
    public AdapterJars(Configuration configuration) {
        this(configuration.directory());
    }

    AdapterJars(Optional<Path> directory) {
        ClassLoader ours = AdapterJars.class.getClassLoader();
        // Never closed: adapters load classes for as long as the relay runs.
        this.adapters = found(directory
                .<ClassLoader>map(jars -> new URLClassLoader("adapters", jarsIn(jars), ours))
                .orElse(ours));
    }

    List<CommunityAdapter> adapters() {
        return adapters;
    }

    /** One that cannot be loaded keeps the others from nothing. */
    private static List<CommunityAdapter> found(ClassLoader loader) {
        List<CommunityAdapter> found = new ArrayList<>();
        Iterator<CommunityAdapter> services =
                ServiceLoader.load(CommunityAdapter.class, loader).iterator();
        boolean more = true;
        while (more) {
            try {
                more = services.hasNext();
                if (more) {
                    found.add(services.next());
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                LOG.errorf("Ignored an adapter that cannot be loaded: %s", e.getMessage());
            }
        }
        return List.copyOf(found);
    }

    private static URL[] jarsIn(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(AdapterJars::url)
                    .toArray(URL[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "taskping.adapters.directory: " + directory + " cannot be read; mount it or remove the setting", e);
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("'" + file + "' cannot be a jar of adapters", e);
        }
    }
}
