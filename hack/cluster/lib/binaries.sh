# shellcheck shell=bash
# Builds the programs of the development cluster from Go modules, once per version.

readonly TOOLS_DIRECTORY="${CLUSTER_HOME}/tools"
# Part of every binary's version: change it when the way of building changes.
readonly BUILD_RECIPE="CGO_ENABLED=0 -trimpath -buildvcs=false -s -w; 1"

# tool_module NAME: the Go module, below tools/, that pins a program.
tool_module() {
    case "$1" in
        kube-apiserver | kube-controller-manager | kube-scheduler | kubelet | kube-proxy | kubectl) echo kubernetes ;;
        etcd | coredns | helm | pause) echo "$1" ;;
        *) die "there is no Go module for the program '$1'" ;;
    esac
}

tool_package() {
    case "$1" in
        etcd) echo go.etcd.io/etcd/server/v3 ;;
        coredns) echo github.com/coredns/coredns ;;
        helm) echo helm.sh/helm/v3/cmd/helm ;;
        pause) echo . ;;
        *) echo "k8s.io/kubernetes/cmd/$1" ;;
    esac
}

tool_linker_flags() {
    local version
    version=$(module_version "$(tool_module "$1")")
    case "$1" in
        kube* )
            local minor=${version#v*.}
            local package=k8s.io/component-base/version
            echo "-s -w -X ${package}.gitVersion=${version} -X ${package}.gitMajor=1 -X ${package}.gitMinor=${minor%%.*}"
            ;;
        helm) echo "-s -w -X helm.sh/helm/v3/internal/version.version=${version}" ;;
        *) echo "-s -w" ;;
    esac
}

# module_version MODULE: the version of the module that tools/MODULE/go.mod pins.
module_version() {
    awk '$1 == "require" && $2 != "(" { print $3; exit }' "${TOOLS_DIRECTORY}/$1/go.mod"
}

# binary_path NAME: where the program is, or will be once built.
binary_path() {
    local module version digest
    module=$(tool_module "$1")
    version=$(module_version "$module")
    digest=$(cd "${TOOLS_DIRECTORY}/${module}" &&
        { cat -- *.go go.mod go.sum 2>/dev/null; echo "${BUILD_RECIPE} $(uname -m)"; } | sha256sum)
    printf '%s/bin/%s-%s-%s/%s' "$CACHE_DIRECTORY" "$module" "${version:-v0}" "${digest:0:12}" "$1"
}

require_go() {
    has go || die "Go is missing: it builds the cluster's programs, and there is no 'go' on the PATH.
  Install Go 1.21 or later (your distribution's package 'golang', or the archive from the Go project's site);
  it fetches the exact version that a module needs by itself."
    local version
    version=$(go env GOVERSION)
    version=${version#go1.}
    ((${version%%[!0-9]*} >= 21)) || die "Go 1.${version} is too old: it cannot fetch the version that the modules need.
  Install Go 1.21 or later and put it first on the PATH."
}

# ensure_binaries NAME...: builds the missing ones. Of two simultaneous callers, the second waits and finds them built.
ensure_binaries() {
    local name missing=()
    for name in "$@"; do
        [[ -x "$(binary_path "$name")" ]] || missing+=("$name")
    done
    ((${#missing[@]})) || return 0
    require_go
    mkdir -p "${CACHE_DIRECTORY}/bin"
    exec 8>"${CACHE_DIRECTORY}/bin/.lock"
    flock --nonblock 8 || { say "Another process is building the cluster's programs: waiting for it."; flock 8; }
    say "Building ${#missing[@]} programs from Go modules, once per version (about 7 minutes on two cores for all)."
    for name in "${missing[@]}"; do
        build_binary "$name"
    done
    exec 8>&-
}

build_binary() {
    local name=$1 target started=$EPOCHREALTIME unfinished log
    target=$(binary_path "$name")
    [[ -x "$target" ]] && return 0
    mkdir -p "$(dirname "$target")"
    unfinished="${target}.unfinished"
    log="${CACHE_DIRECTORY}/bin/${name}.build.log"
    printf '  %-26s' "$name" >&2
    # GOTOOLCHAIN=auto lets a Go that is older than the module asks for fetch the right one.
    (
        cd "${TOOLS_DIRECTORY}/$(tool_module "$name")" &&
            GOTOOLCHAIN=auto GOFLAGS='' CGO_ENABLED=0 go build -mod=readonly -trimpath -buildvcs=false \
                -ldflags "$(tool_linker_flags "$name")" -o "$unfinished" "$(tool_package "$name")"
    ) >"$log" 2>&1 8>&- || {
        say "failed"
        show_log_tail "$log"
        die "$name could not be built; the whole log is in $log"
    }
    mv -f "$unfinished" "$target"
    rm -f "$log"
    say " $(seconds_since "$started") s"
}
