# shellcheck shell=bash
# The configuration files of the node's servers.

# write_node_files STATE NUMBER NODE
write_node_files() {
    write_runtime_files "$1" "$2"
    write_kubelet_file "$1" "$2"
    write_proxy_file "$1" "$2" "$3"
    write_dns_file "$1" "$2"
}

write_runtime_files() {
    local state=$1 number=$2
    # restrict_oom_score_adj: a container (or a small virtual machine) may lack the right to lower OOM scores.
    cat >"$state/containerd.toml" <<EOF
version = 2
root = "$state/containerd"
state = "/run/taskping/containerd"
disabled_plugins = [
    "io.containerd.snapshotter.v1.aufs",
    "io.containerd.snapshotter.v1.btrfs",
    "io.containerd.snapshotter.v1.devmapper",
    "io.containerd.snapshotter.v1.zfs",
    "io.containerd.internal.v1.opt",
    "io.containerd.internal.v1.tracing",
]
[grpc]
  address = "$NODE_RUNTIME_SOCKET"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$PAUSE_IMAGE"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$(cni_plugin_directory)"
    conf_dir = "$state/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
EOF
    cat >"$state/cni/10-taskping.conflist" <<EOF
{
  "cniVersion": "0.4.0",
  "name": "taskping",
  "plugins": [
    {
      "type": "bridge",
      "bridge": "pods0",
      "isGateway": true,
      "hairpinMode": true,
      "ipam": {
        "type": "host-local",
        "ranges": [[{"subnet": "${POD_PREFIX}.${number}.0/24"}]],
        "routes": [{"dst": "0.0.0.0/0"}]
      }
    },
    {"type": "portmap", "capabilities": {"portMappings": true}}
  ]
}
EOF
}

write_kubelet_file() {
    local state=$1 number=$2
    # The kubelet listens only on the link to this machine and to the pods; nobody else can reach it.
    cat >"$state/kubelet.yaml" <<EOF
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication:
  anonymous:
    enabled: true
  webhook:
    enabled: false
authorization:
  mode: AlwaysAllow
cgroupDriver: cgroupfs
cgroupsPerQOS: false
cgroupRoot: /taskping/$(basename "$state")
clusterDNS: [${SERVICE_PREFIX}.${number}.10]
clusterDomain: cluster.local
containerRuntimeEndpoint: unix://$NODE_RUNTIME_SOCKET
enforceNodeAllocatable: []
evictionHard:
  memory.available: 50Mi
  nodefs.available: 1%
  nodefs.inodesFree: 1%
  imagefs.available: 1%
failSwapOn: false
imageGCHighThresholdPercent: 100
# The pods' network has 253 addresses.
maxPods: 220
oomScoreAdj: 0
resolvConf: $state/resolv.conf
EOF
    # Pods ask the cluster's DNS; only that server asks others.
    : >"$state/resolv.conf"
}

write_proxy_file() {
    local state=$1 number=$2 node=$3
    # conntrack zeros: leave its limits alone, they belong to the whole machine.
    cat >"$state/proxy.yaml" <<EOF
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
hostnameOverride: $node
clusterCIDR: ${POD_PREFIX}.${number}.0/24
clientConnection:
  kubeconfig: $state/kubeconfig/proxy
conntrack:
  maxPerCore: 0
  min: 0
  tcpEstablishedTimeout: 0s
  tcpCloseWaitTimeout: 0s
EOF
}

write_dns_file() {
    local state=$1 number=$2 others
    # Without internet, answer at once that every other name does not exist.
    others=$'template ANY ANY {\n        rcode NXDOMAIN\n    }'
    if [[ -s "$state/upstream-resolv.conf" ]]; then
        others="forward . $state/upstream-resolv.conf"
    fi
    cat >"$state/Corefile" <<EOF
(common) {
    bind ${LINK_PREFIX}.${number}.2
    errors
    cache 5
}
cluster.local in-addr.arpa ip6.arpa {
    import common
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        kubeconfig $state/kubeconfig/dns
        ttl 5
    }
}
taskping.internal {
    import common
    hosts {
        ${LINK_PREFIX}.${number}.1 host.taskping.internal
    }
}
. {
    import common
    $others
}
EOF
}
