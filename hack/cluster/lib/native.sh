# shellcheck shell=bash
# A cluster on this machine without Docker, from outside its namespaces: start, stop, enter.

readonly VOLUME_COUNT=12

native_state() {
    echo "${CLUSTERS_DIRECTORY}/$1"
}

# native_process NAME: the node's first process as this machine numbers it, if it lives.
native_process() {
    recorded_process "$(native_state "$1")/process"
}

# native_up NAME GPUS INTERNET(true|false)
native_up() {
    local name=$1 gpus=$2 internet=$3 state started=$EPOCHREALTIME
    state=$(native_state "$name")
    require_native_machine
    ((${#state} <= 70)) || die "the path $state is too long for sockets below it; set TASKPING_CACHE to a shorter one"
    ensure_native_packages
    ensure_binaries etcd kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl coredns pause helm

    lock_cluster "$name"
    if native_process "$name" >/dev/null && [[ -e "$state/ready" ]]; then
        say "Cluster '$name' is already up."
    else
        native_remove "$name"
        native_start "$name" "$internet"
    fi
    set_gpus "$state" "$gpus"
    unlock_cluster
    say "Cluster '$name' is ready after $(seconds_since "$started") s: KUBECONFIG=$state/kubeconfig.yaml"
}

require_native_machine() {
    is_linux || die "a cluster without Docker needs Linux; this is $(uname -s). Start Docker to use k3s."
    is_root || die "a cluster without Docker needs root on Linux (namespaces, mounts, containerd).
  Run this with sudo, or start Docker to use k3s."
}

# Two calls must not work on one cluster at once. The node must not inherit the lock, so 'native_spawn' closes it.
lock_cluster() {
    mkdir -p "$CLUSTERS_DIRECTORY"
    exec 7>"${CLUSTERS_DIRECTORY}/.$1.lock"
    flock 7
}

unlock_cluster() {
    exec 7>&-
}

# native_start NAME INTERNET
native_start() {
    local name=$1 internet=$2 state node number
    state=$(native_state "$name")
    node="${name}-node"
    mkdir -p "$state"
    exec 6>"${CLUSTERS_DIRECTORY}/.network.lock"
    flock 6
    number=$(free_network)
    echo "$number" >"$state/network"
    echo "$node" >"$state/node-name"
    echo native >"$state/kind"
    prepare_control_plane "$state" "${LINK_PREFIX}.${number}.2" 6443 "${SERVICE_PREFIX}.${number}.0/24" "$node"
    write_pause_image "$state/pause.tar"
    if [[ "$internet" == true ]]; then
        open_internet "$number"
        cp "$(resolver_file)" "$state/upstream-resolv.conf"
    fi
    native_spawn "$state"
    connect_host "$number" "$(recorded_process "$state/process")"
    exec 6>&-

    wait_until 90 api_server_ready "$state" || native_failed "$state" apiserver "was not ready within 90 s"
    embed_authority "$state"
    apply_manifests "$state" "$number" || native_failed "$state" apiserver "refused the cluster's own manifests"
    wait_until 90 node_ready "$state" "$node" || native_failed "$state" kubelet "did not make the node Ready within 90 s"
    touch "$state/ready"
}

# resolver_file: the file with the real name servers; a pod cannot use the address of a local forwarder.
resolver_file() {
    local direct=/run/systemd/resolve/resolv.conf
    [[ -s "$direct" ]] && echo "$direct" || echo /etc/resolv.conf
}

# native_spawn STATE: starts process 1 of the namespaces and records it.
native_spawn() {
    local state=$1 outer inner=
    setsid unshare --net --pid --mount --uts --ipc --fork --mount-proc --kill-child=KILL -- \
        "$BASH" "${CLUSTER_HOME}/cluster" internal-node "$state" \
        </dev/null >>"$state/logs/node.log" 2>&1 6>&- 7>&- &
    outer=$!
    disown "$outer"
    until inner=$(only_child "$outer") && [[ -n "$inner" ]]; do
        process_start "$outer" >/dev/null || native_failed "$state" node "did not start in its namespaces"
        sleep 0.05
    done
    record_process "$state/process" "$inner"
}

only_child() {
    local children
    read -r children _ <"/proc/$1/task/$1/children" 2>/dev/null || true
    echo "$children"
}

native_failed() {
    show_log_tail "$1/logs/node.log"
    show_log_tail "$1/logs/$2.log"
    die "the cluster's $2 $3. All logs are in $1/logs; when you have read them, run: $0 down --name $(basename "$1")"
}

# apply_manifests STATE NUMBER
apply_manifests() {
    local state=$1 number=$2 index volume
    {
        sed "s/\${SERVICE_PREFIX}/$SERVICE_PREFIX/; s/\${LINK_PREFIX}/$LINK_PREFIX/; s/\${NUMBER}/$number/" \
            "${CLUSTER_HOME}/manifests/dns.yaml"
        echo ---
        cat "${CLUSTER_HOME}/manifests/storage-class.yaml"
        for ((index = 1; index <= VOLUME_COUNT; index++)); do
            volume="standard-$index"
            # Pods write as the user they run as, whoever that is.
            install -d -m 777 "$state/volumes/$volume"
            sed "s#\${VOLUME}#$volume#; s#\${DIRECTORY}#$state/volumes/$volume#" "${CLUSTER_HOME}/manifests/volume.yaml"
        done
    } | admin_kubectl "$state" apply --server-side --filename - >>"$state/logs/node.log"
}

# Ready, and open for pods: the taint 'not-ready' disappears a moment after the condition appears.
node_ready() {
    admin_kubectl "$1" get node "$2" --output json |
        jq -e 'any(.status.conditions[]; .type == "Ready" and .status == "True") and (.spec.taints | not)'
}

# set_gpus STATE COUNT: an extended resource that nothing provides; pods that ask for it are scheduled by count.
set_gpus() {
    local state=$1 gpus=$2
    admin_kubectl "$state" patch node "$(<"$state/node-name")" --subresource status --type merge --patch \
        "{\"status\":{\"capacity\":{\"nvidia.com/gpu\":\"$gpus\"},\"allocatable\":{\"nvidia.com/gpu\":\"$gpus\"}}}" >/dev/null ||
        die "the node's nvidia.com/gpu capacity could not be set to $gpus"
}

# native_remove NAME: ends the node's first process, which ends everything inside, then removes what it used.
native_remove() {
    local name=$1 state pid number
    state=$(native_state "$name")
    [[ -d "$state" ]] || return 0
    if pid=$(native_process "$name"); then
        kill -KILL "$pid"
        wait_until 20 process_ended "$pid" || die "process $pid of cluster '$name' did not end within 20 s"
    fi
    if [[ -s "$state/network" ]]; then
        number=$(<"$state/network")
        disconnect_host "$number"
        [[ ! -s "$state/upstream-resolv.conf" ]] || close_internet "$number"
    fi
    wait_until 20 remove_cgroups "$name" || die "cgroups of cluster '$name' are still in use below /sys/fs/cgroup"
    rm -rf -- "$state"
}

process_ended() {
    ! process_start "$1"
}

# remove_cgroups NAME: version 1 has a tree per controller, version 2 one tree.
remove_cgroups() {
    local directory
    for directory in /sys/fs/cgroup/taskping/"$1" /sys/fs/cgroup/*/taskping/"$1"; do
        [[ -d "$directory" ]] || continue
        find "$directory" -depth -type d -exec rmdir {} +
        rmdir "$(dirname "$directory")" 2>/dev/null || true
        [[ ! -d "$directory" ]] || return 1
    done
}

# native_enter NAME COMMAND...: inside the namespaces, where the runtime's socket is.
native_enter() {
    local pid
    pid=$(native_process "$1") || die "cluster '$1' is not up; start it with: $0 up --name $1"
    shift
    nsenter --target "$pid" --all -- "$@"
}

native_load() {
    native_enter "$1" ctr --address "$NODE_RUNTIME_SOCKET" --namespace k8s.io images import - <"$2"
}
