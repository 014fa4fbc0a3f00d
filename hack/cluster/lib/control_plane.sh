# shellcheck shell=bash disable=SC2034
# The Kubernetes control plane's command lines, used by the whole cluster and by the control plane alone.
# One state directory holds everything of one control plane:
#   pki/  tokens.csv  kubeconfig/<user>  etcd/  logs/

# The controllers in a control plane without a node: only those that run and clean up Jobs.
readonly JOB_CONTROLLERS=job-controller,cronjob-controller,ttl-after-finished-controller,garbage-collector-controller,namespace-controller,serviceaccount-controller,serviceaccount-token-controller

# Goes before every server's command line. A control plane without a node sets it, so that its servers end with it.
SERVER_PREFIX=()

# Extra flags of the API server; a control plane without a node takes some from its caller.
API_SERVER_FLAGS=()

# prepare_control_plane STATE ADVERTISED_ADDRESS PORT SERVICE_CIDR NODE_NAME
prepare_control_plane() {
    local state=$1 server="https://$2:$3" node=$5
    rm -f "$state/tokens.csv"
    mkdir -p "$state"/{pki,kubeconfig,etcd,logs,run}
    printf '%s\n' "$2" >"$state/address"
    printf '%s\n' "$3" >"$state/port"
    printf '%s\n' "$4" >"$state/service-cidr"
    (
        umask 077
        openssl genrsa -out "$state/pki/service-account.key" 2048 2>/dev/null
        write_user "$state" "$server" admin admin system:masters
        write_user "$state" "$server" controller-manager system:kube-controller-manager ''
        write_user "$state" "$server" scheduler system:kube-scheduler ''
        write_user "$state" "$server" proxy system:kube-proxy ''
        write_user "$state" "$server" dns system:coredns ''
        write_user "$state" "$server" kubelet "system:node:${node}" system:nodes
    )
}

# write_user STATE SERVER FILE USER GROUP: one line in tokens.csv and one kubeconfig. The API server makes its own
# certificate authority at its first start, so the kubeconfig points to the file where it will be.
write_user() {
    local state=$1 server=$2 file=$3 user=$4 group=$5 token
    token=$(openssl rand -hex 24)
    printf '%s,%s,%s%s\n' "$token" "$user" "$user" "${group:+,$group}" >>"$state/tokens.csv"
    cat >"$state/kubeconfig/$file" <<EOF
apiVersion: v1
kind: Config
clusters:
  - name: taskping
    cluster:
      server: ${server}
      certificate-authority: ${state}/pki/apiserver.crt
users:
  - name: ${file}
    user:
      token: ${token}
contexts:
  - name: taskping
    context:
      cluster: taskping
      user: ${file}
current-context: taskping
EOF
}

# embed_authority STATE: copies the API server's certificate into the admin's kubeconfig, once it exists, so that the file
# can be copied or mounted by itself.
embed_authority() {
    local state=$1 encoded
    encoded=$(base64 -w0 <"$state/pki/apiserver.crt")
    (
        umask 077
        sed "s#certificate-authority: .*#certificate-authority-data: ${encoded}#" \
            "$state/kubeconfig/admin" >"$state/kubeconfig.unfinished"
    )
    mv -f "$state/kubeconfig.unfinished" "$state/kubeconfig.yaml"
}

# Nobody connects to the advertised addresses: there is one member, and its only client knows the socket.
run_etcd() {
    local state=$1 socket="unix://$1/run/etcd"
    exec "${SERVER_PREFIX[@]}" "$(binary_path etcd)" \
        --name development \
        --data-dir "$state/etcd" \
        --listen-client-urls "${socket}-client" \
        --advertise-client-urls http://localhost:2379 \
        --listen-peer-urls "${socket}-peer" \
        --initial-advertise-peer-urls http://localhost:2380 \
        --initial-cluster development=http://localhost:2380 \
        --unsafe-no-fsync \
        --log-level warn
}

# run_api_server STATE BIND_ADDRESS
run_api_server() {
    local state=$1 bind_address=$2 port
    port=$(<"$state/port")
    exec "${SERVER_PREFIX[@]}" "$(binary_path kube-apiserver)" \
        --etcd-servers "unix://$state/run/etcd-client" \
        --bind-address "$bind_address" \
        --advertise-address "$(<"$state/address")" \
        --secure-port "$port" \
        --cert-dir "$state/pki" \
        --token-auth-file "$state/tokens.csv" \
        --authorization-mode Node,RBAC \
        --enable-admission-plugins NodeRestriction \
        --allow-privileged \
        --kubelet-preferred-address-types InternalIP \
        --service-cluster-ip-range "$(<"$state/service-cidr")" \
        --service-account-issuer https://kubernetes.default.svc.cluster.local \
        --service-account-key-file "$state/pki/service-account.key" \
        --service-account-signing-key-file "$state/pki/service-account.key" \
        "${API_SERVER_FLAGS[@]}"
}

# run_controller_manager STATE [FLAG...]
run_controller_manager() {
    local state=$1
    shift
    exec "${SERVER_PREFIX[@]}" "$(binary_path kube-controller-manager)" \
        --kubeconfig "$state/kubeconfig/controller-manager" \
        --service-account-private-key-file "$state/pki/service-account.key" \
        --root-ca-file "$state/pki/apiserver.crt" \
        --use-service-account-credentials \
        --leader-elect=false \
        --secure-port 0 \
        "$@"
}

api_server_ready() {
    [[ -s "$1/pki/apiserver.crt" ]] && admin_kubectl "$1" get --raw /readyz
}

admin_kubectl() {
    local state=$1
    shift
    "$(binary_path kubectl)" --kubeconfig "$state/kubeconfig/admin" "$@"
}
