# shellcheck shell=bash
# The cluster as k3s in Docker, started by Testcontainers' K3s module (dev.taskping.testkit.cluster.K3sCluster).

docker_runs() {
    has docker && timeout 10 docker info >/dev/null 2>&1
}

k3s_up() {
    docker_runs || die "k3s needs a Docker engine that answers 'docker info'; start Docker, or unset TASKPING_CLUSTER"
    die "not yet"
}

k3s_process() {
    docker inspect --format '{{.State.Running}}' "$(<"${CLUSTERS_DIRECTORY}/$1/container")" 2>/dev/null | grep -q true
}
