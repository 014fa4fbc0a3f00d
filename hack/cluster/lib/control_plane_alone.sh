# shellcheck shell=bash disable=SC2034
# The control plane without a node, for tests of controllers: uses free loopback ports, and ends with its caller.

control_plane_alone() {
    local with_controllers=true
    while (($#)); do
        case "$1" in
            --no-controller-manager) with_controllers=false ;;
            --api-server-flag=*) API_SERVER_FLAGS+=("${1#*=}") ;;
            *) die "control-plane has no option '$1'; it has --no-controller-manager and --api-server-flag=FLAG" ;;
        esac
        shift
    done
    is_linux || die "the control plane without a node needs Linux; this is $(uname -s). Run it on a Linux machine or in a container."
    has openssl || die "openssl is missing; install your distribution's package 'openssl'"
    has setpriv || die "setpriv is missing; install your distribution's package 'util-linux'"
    ensure_binaries etcd kube-apiserver kubectl kube-controller-manager

    remove_abandoned_states
    ALONE_STATE=$(mktemp -d "${TMPDIR:-/tmp}/taskping-control-plane.XXXXXXXX")
    declare -gA ALONE_CHILDREN=()
    # The kernel ends the servers when this shell dies, for whatever reason.
    SERVER_PREFIX=(setpriv --pdeathsig KILL --)
    record_process "$ALONE_STATE/process" $$
    trap stop_alone EXIT
    trap 'exit 143' TERM INT HUP

    start_alone_servers
    embed_authority "$ALONE_STATE"
    if [[ "$with_controllers" == true ]]; then
        start_alone controller-manager
        wait_until 30 service_account_exists ||
            fail_alone controller-manager "created no service account in the namespace 'default' within 30 s"
    fi
    printf '{"kubeconfig":"%s","apiServer":"https://127.0.0.1:%s","logs":"%s","processes":"%s"}\n' \
        "$ALONE_STATE/kubeconfig.yaml" "$(<"$ALONE_STATE/port")" "$ALONE_STATE/logs" "$ALONE_STATE/run"
    # The pipe on stdin ends when the caller closes it or is killed. A killed server starts again. A time-out of read gives a
    # status above 128.
    local result=0
    until ((result > 0 && result <= 128)); do
        restart_ended_servers
        result=0
        IFS= read -r -t 0.2 _ || result=$?
    done
}

restart_ended_servers() {
    local name
    for name in "${!ALONE_CHILDREN[@]}"; do
        kill -0 "${ALONE_CHILDREN[$name]}" 2>/dev/null && continue
        # The shell reports a killed child once, here or later.
        { wait "${ALONE_CHILDREN[$name]}" || true; } 2>/dev/null
        start_alone "$name"
    done
}

# A control plane that was killed could not remove its state: the next one removes it.
remove_abandoned_states() {
    local state
    for state in "${TMPDIR:-/tmp}"/taskping-control-plane.*; do
        [[ -O "$state" && -s "$state/process" ]] || continue
        recorded_process "$state/process" >/dev/null || rm -rf -- "$state"
    done
}

# Another process may take a free port a moment later: try another port then.
start_alone_servers() {
    local attempt
    for attempt in 1 2 3 4 5; do
        prepare_control_plane "$ALONE_STATE" 127.0.0.1 "$(free_loopback_port)" 10.0.0.0/24 none
        start_alone etcd
        start_alone apiserver
        wait_until 60 alone_ready_or_ended
        api_server_ready "$ALONE_STATE" >/dev/null 2>&1 && return 0
        grep -q 'address already in use' "$ALONE_STATE/logs/apiserver.log" || break
        stop_alone_servers
    done
    fail_alone apiserver "was not ready within 60 s (attempt ${attempt})"
}

free_loopback_port() {
    local port
    while true; do
        # Below the range that the kernel hands out for outgoing connections (ip_local_port_range, 32768 and up).
        port=$((20000 + SRANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/${port}") 2>/dev/null || break
    done
    echo "$port"
}

# start_alone NAME: its number is in run/NAME.pid.
start_alone() {
    local log="$ALONE_STATE/logs/$1.log"
    case "$1" in
        etcd) run_etcd "$ALONE_STATE" ;;
        apiserver) run_api_server "$ALONE_STATE" 127.0.0.1 ;;
        controller-manager) run_controller_manager "$ALONE_STATE" --controllers "$JOB_CONTROLLERS" ;;
    esac >>"$log" 2>&1 </dev/null &
    ALONE_CHILDREN[$1]=$!
    echo $! >"$ALONE_STATE/run/$1.pid"
}

alone_ready_or_ended() {
    local child
    for child in "${ALONE_CHILDREN[@]}"; do
        kill -0 "$child" 2>/dev/null || return 0
    done
    api_server_ready "$ALONE_STATE"
}

service_account_exists() {
    admin_kubectl "$ALONE_STATE" get serviceaccount default --namespace default
}

fail_alone() {
    show_log_tail "$ALONE_STATE/logs/$1.log"
    die "the control plane's $1 $2"
}

stop_alone() {
    stop_alone_servers
    rm -rf -- "$ALONE_STATE"
}

stop_alone_servers() {
    local child
    for child in "${ALONE_CHILDREN[@]}"; do
        kill -KILL "$child" 2>/dev/null
    done
    { wait; } 2>/dev/null
    ALONE_CHILDREN=()
    rm -rf -- "$ALONE_STATE"/{etcd,pki,run,logs}
}
