# shellcheck shell=bash
# Addresses of the native clusters. Cluster number N (1 to 250) on this machine has
#   10.213.N.0/24  the link between this machine (.1) and the node (.2)
#   10.214.N.0/24  pods
#   10.215.N.0/24  services (.10 is the cluster's DNS)
# This machine gets routes to all three, so it reaches pods and services directly, and pods reach it.

readonly LINK_PREFIX=10.213 POD_PREFIX=10.214 SERVICE_PREFIX=10.215

host_interface() {
    echo "taskping$1"
}

# free_network: the lowest number whose three networks no route, address or interface of this machine uses.
free_network() {
    local number used
    used=$(ip -4 route show table all; ip -4 address show)
    for ((number = 1; number <= 250; number++)); do
        grep -qE "\b10\.21[345]\.${number}\." <<<"$used" && continue
        ip link show "$(host_interface "$number")" >/dev/null 2>&1 && continue
        echo "$number"
        return 0
    done
    die "no free network is left between ${LINK_PREFIX}.1.0/24 and ${LINK_PREFIX}.250.0/24; stop a cluster with 'cluster down --name NAME'"
}

# connect_host NUMBER PID: a cable from this machine into the process's network namespace.
connect_host() {
    local number=$1 pid=$2 interface
    interface=$(host_interface "$number")
    ip link add "$interface" type veth peer name node0 netns "$pid"
    ip address add "${LINK_PREFIX}.${number}.1/24" dev "$interface"
    ip link set "$interface" up
    ip route add "${POD_PREFIX}.${number}.0/24" via "${LINK_PREFIX}.${number}.2" dev "$interface"
    ip route add "${SERVICE_PREFIX}.${number}.0/24" via "${LINK_PREFIX}.${number}.2" dev "$interface"
}

# The routes and the other end disappear with the interface.
disconnect_host() {
    ip link delete "$(host_interface "$1")" 2>/dev/null || true
}

# connect_node NUMBER: the other end of the cable, inside the namespaces.
connect_node() {
    local number=$1
    wait_until 10 ip link show node0 || die "the interface node0 did not appear in the node's network namespace"
    ip link set lo up
    ip address add "${LINK_PREFIX}.${number}.2/24" dev node0
    ip link set node0 up
    ip route add default via "${LINK_PREFIX}.${number}.1"
    echo 1 >/proc/sys/net/ipv4/ip_forward
    # Sends bridged packets through kube-proxy's rules, so that a pod can reach itself and its neighbours through a service.
    if [[ -e /proc/sys/net/bridge/bridge-nf-call-iptables ]]; then
        echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables
    fi
}

# open_internet NUMBER / close_internet NUMBER: with --internet this machine forwards what pods send outwards, for example to
# a real chat provider.
open_internet() {
    [[ "$(</proc/sys/net/ipv4/ip_forward)" == 1 ]] || die "--internet needs packet forwarding on this machine; allow it with: sysctl -w net.ipv4.ip_forward=1"
    internet_rules "$1" -A
}

close_internet() {
    internet_rules "$1" -D 2>/dev/null || true
}

internet_rules() {
    local number=$1 action=$2 prefix
    for prefix in "$LINK_PREFIX" "$POD_PREFIX"; do
        iptables -w -t nat "$action" POSTROUTING -s "${prefix}.${number}.0/24" ! -o "$(host_interface "$number")" -j MASQUERADE
    done
}
