# shellcheck shell=bash
# The cluster as k3s in Docker, started by Testcontainers' K3s module (dev.taskping.testkit.cluster.K3sCluster).

docker_runs() {
    has docker && timeout 10 docker info >/dev/null 2>&1
}

# k3s_up NAME GPUS INTERNET: in Docker, pods reach the internet anyway.
k3s_up() {
    local name=$1 gpus=$2 state="${CLUSTERS_DIRECTORY}/$1" started=$EPOCHREALTIME
    docker_runs || die "k3s needs a running Docker engine ('docker info' fails); start Docker, or set TASKPING_CLUSTER=native (Linux, root)"
    lock_cluster "$name"
    if k3s_process "$name" >/dev/null && [[ -e "$state/ready" ]]; then
        say "Cluster '$name' is already up."
    else
        k3s_remove "$name"
        k3s_start "$name"
    fi
    k3s_set_gpus "$name" "$gpus"
    unlock_cluster
    say "Cluster '$name' is ready after $(seconds_since "$started") s: KUBECONFIG=$state/kubeconfig.yaml"
}

k3s_start() {
    local name=$1 state="${CLUSTERS_DIRECTORY}/$1" repository java_home log
    repository=$(cd "${CLUSTER_HOME}/../.." && pwd -P)
    java_home=$("$repository/hack/java-home")
    log="$state/logs/k3s.log"
    mkdir -p "$state/logs"
    echo k3s >"$state/kind"
    say "Starting k3s in Docker (the first start pulls its image)."
    # Testcontainers' reaper would end the container together with the program that starts it.
    (
        cd "$repository"
        if [[ ! -d testkit/target/lib ]]; then
            JAVA_HOME="$java_home" ./mvnw -q package -DskipTests --projects testkit --also-make
        fi
        TESTCONTAINERS_RYUK_DISABLED=true "$java_home/bin/java" -cp 'testkit/target/classes:testkit/target/lib/*' \
            dev.taskping.testkit.cluster.K3sCluster "$name" "$state"
    ) >"$log" 2>&1 7>&- || k3s_failed "$log"
    wait_until 90 k3s_kubectl "$name" wait --for condition=Ready node --all --timeout 1s || k3s_failed "$log"
    touch "$state/ready"
}

k3s_failed() {
    show_log_tail "$1"
    die "k3s did not start; the whole log is in $1"
}

# k3s_process NAME: the container's id, if it runs.
k3s_process() {
    local container
    container=$(cat "${CLUSTERS_DIRECTORY}/$1/container" 2>/dev/null) || return 1
    [[ "$(docker inspect --format '{{.State.Running}}' "$container" 2>/dev/null)" == true ]] || return 1
    echo "$container"
}

k3s_set_gpus() {
    local name=$1 gpus=$2 node
    node=$(k3s_kubectl "$name" get nodes --output name)
    k3s_kubectl "$name" patch "$node" --subresource status --type merge --patch \
        "{\"status\":{\"capacity\":{\"nvidia.com/gpu\":\"$gpus\"},\"allocatable\":{\"nvidia.com/gpu\":\"$gpus\"}}}" >/dev/null ||
        die "the node's nvidia.com/gpu capacity could not be set to $gpus"
}

k3s_kubectl() {
    k3s_enter "$1" kubectl "${@:2}"
}

# k3s_enter NAME COMMAND...: inside the container, which is the node.
k3s_enter() {
    local container
    container=$(k3s_process "$1") || die "cluster '$1' is not up; start it with: $0 up --name $1"
    shift
    docker exec --interactive "$container" "$@"
}

k3s_load() {
    k3s_enter "$1" ctr --namespace k8s.io images import - <"$2"
}

k3s_remove() {
    local state="${CLUSTERS_DIRECTORY}/$1" container
    [[ -d "$state" ]] || return 0
    if container=$(cat "$state/container" 2>/dev/null); then
        docker rm --force --volumes "$container" >/dev/null 2>&1 ||
            ! docker inspect "$container" >/dev/null 2>&1 ||
            die "the container $container of cluster '$1' could not be removed; see: docker logs $container"
    fi
    rm -rf -- "$state"
}
