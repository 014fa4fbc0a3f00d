# shellcheck shell=bash
# The lowest layer of a Java image from scratch: a Java runtime with the needed modules, the C library's files that it
# links to, and the few files in /etc that a program may expect.

# The modules that the operator, the relay and the simulators need together. A node stores one runtime for all three, and
# keeps it in memory once. Without jdk.zipfs a Quarkus program ends without a message.
readonly RUNTIME_MODULES=java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.prefs,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.transaction.xa,java.xml,jdk.httpserver,jdk.jfr,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs

# The parts of the C library that the Java runtime opens; newer ones are all in libc itself, the rest are empty shells.
readonly RUNTIME_LIBRARIES=(libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2)
# PostgreSQL's programs (they include their other libraries).
readonly POSTGRES_LIBRARIES=(libstdc++.so.6 libgcc_s.so.1)

readonly UTF8_LOCALE=/usr/lib/locale/C.utf8

# ensure_runtime: prints the folder with the layer's root.
ensure_runtime() {
    ensure_root runtime make_runtime
}

# ensure_postgres_files: prints the folder with what PostgreSQL's programs need beside the runtime.
ensure_postgres_files() {
    ensure_root postgres make_postgres_files
}

# ensure_root NAME FUNCTION: the folder that the function fills, once per version.
ensure_root() {
    local digest root work
    digest=$(cat "$JAVA_HOME/release" "$IMAGES_HOME/lib/runtime.sh" | sha256sum)
    root="$IMAGES_DIRECTORY/$1-${digest:0:16}"
    if [[ ! -d "$root" ]]; then
        work="$root.unfinished"
        rm -rf -- "$work" "$IMAGES_DIRECTORY/$1"-????????????????
        mkdir -p "$work"
        "$2" "$work"
        mv -T "$work" "$root"
    fi
    echo "$root"
}

make_runtime() {
    make_java "$1/opt/java"
    copy_libraries "$1" "${RUNTIME_LIBRARIES[@]}"
    write_system_files "$1"
}

# initdb starts postgres through /bin/sh.
make_postgres_files() {
    copy_libraries "$1" "${POSTGRES_LIBRARIES[@]}"
    install -D -m 755 "$(static_busybox)" "$1/bin/sh"
}

make_java() {
    local target=$1
    mkdir -p "$(dirname "$target")"
    "$JAVA_HOME/bin/jlink" --add-modules "$RUNTIME_MODULES" --no-man-pages --no-header-files --generate-cds-archive \
        --output "$target.linked" >&2
    # Licences are links to one copy; layers hold no links.
    cp -rL "$target.linked" "$target"
    rm -rf -- "$target.linked"
    # For heaps above 32 GB only.
    rm -f "$target/lib/server/classes_nocoops.jsa"
}

# copy_libraries ROOT NAME...: copies the libraries to where this machine's loader finds them, and the loader itself.
copy_libraries() {
    local root=$1 name path loader
    shift
    for name in "$@"; do
        path=$(ldconfig -p | awk -v name="$name" -v machine="$(ldconfig_machine)" \
            '$1 == name && index($0, machine) { print $NF; exit }')
        [[ -n "$path" ]] || die "the library $name is missing on this machine; install it (Debian: libc6, libstdc++6, libgcc-s1)"
        install -D -m 755 "$(realpath "$path")" "$root$path"
    done
    loader=$(ldd "$JAVA_HOME/bin/java" | awk '$1 ~ /ld-linux/ { print $1 }')
    install -D -m 755 "$(realpath "$loader")" "$root$loader"
}

ldconfig_machine() {
    case "$(uname -m)" in
        x86_64) echo x86-64 ;;
        aarch64) echo AArch64 ;;
    esac
}

static_busybox() {
    local path
    for path in /bin/busybox /usr/bin/busybox; do
        if [[ -x "$path" ]] && ! ldd "$path" >/dev/null 2>&1; then
            echo "$path"
            return 0
        fi
    done
    die "no static busybox in /bin or /usr/bin; install it (Debian: apt-get install busybox-static)"
}

# write_system_files ROOT: PostgreSQL's programs look up the user by number; host names are looked up in DNS.
write_system_files() {
    # Without this, the locale C.UTF-8 does not exist: Java writes '?' for letters, and initdb refuses to start.
    [[ -d "$UTF8_LOCALE" ]] || die "$UTF8_LOCALE is missing on this machine; install it (Debian: apt-get install libc-bin)"
    mkdir -p "$1$UTF8_LOCALE"
    cp -rL "$UTF8_LOCALE/." "$1$UTF8_LOCALE"
    mkdir -p "$1/tmp"
    write_users "$1"
    printf 'hosts: files dns\npasswd: files\ngroup: files\n' >"$1/etc/nsswitch.conf"
}

write_users() {
    mkdir -p "$1/etc"
    printf 'root:x:0:0:root:/:/sbin/nologin\nnonroot:x:%s:%s:TaskPing:/tmp:/sbin/nologin\n' "$IMAGE_USER" "$IMAGE_USER" >"$1/etc/passwd"
    printf 'root:x:0:\nnonroot:x:%s:\n' "$IMAGE_USER" >"$1/etc/group"
}
