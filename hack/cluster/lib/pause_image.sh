# shellcheck shell=bash
# The image that keeps every pod's namespaces open: one static program and nothing else.

readonly PAUSE_IMAGE=docker.io/taskping/pause:1

# write_pause_image FILE: a docker archive (moby image specification v1.2: manifest.json, a configuration, a layer).
write_pause_image() {
    local target=$1 work layer_digest
    work=$(mktemp -d)
    mkdir "$work/root" "$work/archive"
    install -m 755 "$(binary_path pause)" "$work/root/pause"
    tar --create --file "$work/archive/layer.tar" --directory "$work/root" \
        --owner 0 --group 0 --numeric-owner --mtime @1 pause
    layer_digest=$(sha256sum <"$work/archive/layer.tar")
    jq -n --arg layer "sha256:${layer_digest%% *}" --arg machine "$(go_architecture)" '{
        architecture: $machine, os: "linux", created: "1970-01-01T00:00:01Z",
        config: {Entrypoint: ["/pause"], User: "65535:65535", WorkingDir: "/"},
        rootfs: {type: "layers", diff_ids: [$layer]}
    }' >"$work/archive/config.json"
    jq -n --arg image "$PAUSE_IMAGE" \
        '[{Config: "config.json", RepoTags: [$image], Layers: ["layer.tar"]}]' >"$work/archive/manifest.json"
    tar --create --file "$target" --directory "$work/archive" manifest.json config.json layer.tar
    rm -rf -- "$work"
}

go_architecture() {
    case "$(uname -m)" in
        x86_64) echo amd64 ;;
        aarch64) echo arm64 ;;
        *) die "the cluster supports x86_64 and aarch64, not $(uname -m)" ;;
    esac
}
