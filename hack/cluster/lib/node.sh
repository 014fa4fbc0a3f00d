# shellcheck shell=bash
# The inside of a native cluster: runs as process 1 of its own network, process, mount, IPC and host-name namespaces.
# It restarts every server that ends, as the kubelet does with static pods. When this process ends, all servers end.

readonly NODE_RUNTIME_SOCKET=/run/taskping/containerd.sock

# node_main STATE
node_main() {
    local state=$1 number node
    number=$(<"$state/network")
    node=$(<"$state/node-name")
    hostname "$node"
    arrange_mounts "$state"
    connect_node "$number"
    write_node_files "$state" "$number" "$node"

    supervise "$state" etcd run_etcd "$state"
    supervise "$state" containerd run_containerd "$state"
    supervise "$state" apiserver run_api_server "$state" 0.0.0.0
    # The others read the API server's certificate when they start.
    wait_until 60 test -s "$state/pki/apiserver.crt" || die "the API server made no certificate within 60 s"
    supervise "$state" controller-manager run_controller_manager "$state" \
        --cluster-cidr "${POD_PREFIX}.${number}.0/24" --node-monitor-grace-period 60s
    supervise "$state" scheduler run_scheduler "$state"
    supervise "$state" proxy run_proxy "$state"
    supervise "$state" dns run_dns "$state"
    wait_until 60 runtime_ready || die "containerd was not ready within 60 s"
    import_image <"$state/pause.tar"
    supervise "$state" kubelet run_kubelet "$state" "$node"
    supervise "$state" volumes recycle_volumes "$state"
    # Waiting also reaps the processes that containers leave behind.
    while true; do
        wait || true
        sleep 1
    done
}

# arrange_mounts STATE: the servers use fixed directories below /run and /var. Give them their own, so that the machine's
# stay untouched and two nodes do not share any.
arrange_mounts() {
    local state=$1 cache=$CACHE_DIRECTORY
    # Seen by containers that ask for mount propagation; the change stays inside this mount namespace.
    mount --make-rshared /
    # Replace /run last: /var/run usually links to it, and the cache may be below either.
    local scratch="$state/scratch"
    mkdir -p "$scratch"
    mount -t tmpfs tmpfs "$scratch"
    mkdir -p "$scratch"/{cache,upper,work}
    mount --bind "$cache" "$scratch/cache"
    mount -t overlay -o "lowerdir=/var,upperdir=$scratch/upper,workdir=$scratch/work" overlay /var
    mount -t tmpfs -o mode=755 tmpfs /run
    mkdir -p "$cache" /run/taskping /run/netns
    mount --bind "$scratch/cache" "$cache"

    mkdir -p "$state"/{kubelet,containerd,pod-logs,cni} /var/lib/{kubelet,cni} /var/log/{pods,containers}
    mount --bind "$state/kubelet" /var/lib/kubelet
    mount --bind "$state/pod-logs" /var/log/pods
    # The node's servers use addresses. A name lookup gets an answer at once instead of a time-out.
    touch "$state/upstream-resolv.conf"
    local resolver
    resolver=$(realpath -m /etc/resolv.conf)
    # Often this is a link into /run, which is new and empty here.
    mkdir -p "$(dirname "$resolver")"
    [[ -e "$resolver" ]] || : >"$resolver"
    mount --bind "$state/upstream-resolv.conf" "$resolver"
    protect_kernel_settings
}

# The kubelet sets kernel settings of the whole machine. Give it files with the same names instead.
protect_kernel_settings() {
    local setting value
    mkdir -p /run/taskping/settings
    while read -r setting value; do
        [[ -e "/proc/sys/$setting" ]] || continue
        echo "$value" >"/run/taskping/settings/${setting//\//.}"
        mount --bind "/run/taskping/settings/${setting//\//.}" "/proc/sys/$setting"
    done <<'EOF'
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
EOF
}

# supervise STATE NAME FUNCTION ARGUMENT...
supervise() {
    local state=$1 name=$2
    shift 2
    (
        while true; do
            ("$@") >>"$state/logs/$name.log" 2>&1 &
            echo $! >"$state/run/$name.pid"
            wait $! && result=0 || result=$?
            echo "$name ended with $result; restarting it" >>"$state/logs/node.log"
            sleep 0.5
        done
    ) &
}

run_containerd() {
    exec containerd --config "$1/containerd.toml"
}

run_scheduler() {
    exec "$(binary_path kube-scheduler)" --kubeconfig "$1/kubeconfig/scheduler" --leader-elect=false --secure-port 0
}

run_proxy() {
    exec "$(binary_path kube-proxy)" --config "$1/proxy.yaml"
}

run_dns() {
    exec "$(binary_path coredns)" -conf "$1/Corefile"
}

run_kubelet() {
    exec "$(binary_path kubelet)" \
        --config "$1/kubelet.yaml" \
        --kubeconfig "$1/kubeconfig/kubelet" \
        --hostname-override "$2" \
        --node-ip "$(<"$1/address")" \
        --cert-dir "$1/kubelet-pki"
}

runtime_ready() {
    ctr --address "$NODE_RUNTIME_SOCKET" version
}

# import_image: reads an OCI or docker archive from standard input.
import_image() {
    ctr --address "$NODE_RUNTIME_SOCKET" --namespace k8s.io images import -
}

# recycle_volumes STATE: empties a volume whose claim was deleted, and offers it again.
recycle_volumes() {
    local state=$1 volume
    admin_kubectl "$state" get persistentvolumes --watch --output json |
        jq --unbuffered -r 'select(.status.phase == "Released" and .spec.storageClassName == "standard") | .metadata.name' |
        while read -r volume; do
            [[ "$volume" =~ ^standard-[0-9]+$ ]] || continue
            find "$state/volumes/$volume" -mindepth 1 -delete
            admin_kubectl "$state" patch persistentvolume "$volume" --type json \
                --patch '[{"op":"remove","path":"/spec/claimRef"}]'
        done
}
