package dev.taskping.images;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes one container image as an archive that {@code ctr images import} and {@code docker load} read. */
@Command(name = "image-archive", mixinStandardHelpOptions = true, description = "Writes a container image archive.")
public final class ImageArchive implements Callable<Integer> {

    private static final String SCRATCH = "scratch";

    @Option(names = "--name", required = true, description = "the image's name and tag")
    private String name = "";

    @Option(names = "--output", required = true, description = "the archive to write")
    private Path output = Path.of("");

    @Option(names = "--cache", required = true, description = "a folder for layers, kept between calls")
    private Path cache = Path.of("");

    @Option(names = "--base", description = "the image to build on; '" + SCRATCH + "' (the default) for none")
    private String base = SCRATCH;

    @Option(names = "--architecture", required = true, description = "amd64 or arm64")
    private String architecture = "";

    @Option(names = "--user", required = true, description = "user and group ids, such as 65532:65532")
    private String user = "";

    @Option(names = "--directory", description = "the working directory")
    private String directory = "/";

    @Option(names = "--environment", description = "NAME=VALUE; may be repeated")
    private Map<String, String> environment = Map.of();

    @Option(names = "--layer", required = true, description = "NAME=FILES:TARGET, lowest first; may be repeated")
    private List<String> layers = List.of();

    @Option(names = "--entrypoint", required = true, arity = "1..*", description = "the program and its arguments")
    private List<String> entrypoint = List.of();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ImageArchive()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        JibContainerBuilder image = (base.equals(SCRATCH) ? Jib.fromScratch() : Jib.from(base))
                .setPlatforms(Set.of(new Platform(architecture, "linux")))
                .setUser(user)
                .setWorkingDirectory(AbsoluteUnixPath.get(directory))
                .setEnvironment(environment)
                .setEntrypoint(entrypoint)
                // Fixed, so that the same content gives the same image.
                .setCreationTime(Instant.EPOCH);
        for (String layer : layers) {
            image.addFileEntriesLayer(LayerSource.parse(layer).toLayer());
        }
        Path unfinished = output.resolveSibling(output.getFileName() + ".unfinished");
        image.containerize(Containerizer.to(TarImage.at(unfinished).named(name))
                .setBaseImageLayersCache(cache.resolve("base"))
                .setApplicationLayersCache(cache.resolve("application"))
                .setOfflineMode(base.equals(SCRATCH))
                .setToolName("taskping-images"));
        Files.move(unfinished, output, StandardCopyOption.REPLACE_EXISTING);
        return 0;
    }
}
