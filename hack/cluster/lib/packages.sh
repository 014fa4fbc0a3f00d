# shellcheck shell=bash
# The packages that the native cluster takes from the distribution.

# Each program and the Debian package that contains it.
readonly NATIVE_PROGRAMS=(
    containerd:containerd
    ctr:containerd
    runc:runc
    iptables:iptables
    ip:iproute2
    jq:jq
    openssl:openssl
    unshare:util-linux
    nsenter:util-linux
    flock:util-linux
    setpriv:util-linux
    mount:mount
)
readonly CNI_PLUGIN_DIRECTORIES=(/usr/lib/cni /opt/cni/bin)

# cni_plugin_directory: where the bridge plugin was found.
cni_plugin_directory() {
    local directory
    for directory in "${CNI_PLUGIN_DIRECTORIES[@]}"; do
        [[ -x "${directory}/bridge" && -x "${directory}/host-local" && -x "${directory}/portmap" ]] || continue
        echo "$directory"
        return 0
    done
    return 1
}

missing_packages() {
    local pair
    {
        for pair in "${NATIVE_PROGRAMS[@]}"; do
            has "${pair%%:*}" || echo "${pair##*:}"
        done
        cni_plugin_directory >/dev/null || echo containernetworking-plugins
        [[ -x /bin/busybox || -x /usr/bin/busybox ]] || echo busybox-static
    } | sort -u
}

# ensure_native_packages: installs missing packages, or says which are missing.
ensure_native_packages() {
    local packages
    mapfile -t packages < <(missing_packages)
    ((${#packages[@]})) || return 0
    if ! is_root || ! has apt-get; then
        die "these packages are missing on this machine: ${packages[*]}
  (Debian's package names.) Install them with your package manager, or on Debian or Ubuntu run this command as root."
    fi
    say "Installing Debian packages: ${packages[*]}"
    install_debian_packages "${packages[@]}"
    mapfile -t packages < <(missing_packages)
    ((${#packages[@]} == 0)) || die "still missing after apt-get install: ${packages[*]}"
}

# install_debian_packages PACKAGE...: does not leave containerd running as a service, because the cluster starts its own.
install_debian_packages() {
    local policy=/usr/sbin/policy-rc.d log="${CACHE_DIRECTORY}/apt-get.log" own_policy=false result=0
    mkdir -p "$CACHE_DIRECTORY"
    if [[ ! -e "$policy" ]]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
        own_policy=true
    fi
    {
        apt-get update -qq &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
    } >"$log" 2>&1 || result=$?
    [[ "$own_policy" == false ]] || rm -f "$policy"
    if ((result)); then
        show_log_tail "$log"
        die "apt-get could not install: $*; the whole log is in $log"
    fi
    if [[ " $* " == *" containerd "* && -d /run/systemd/system ]]; then
        systemctl disable --now containerd >>"$log" 2>&1 || true
    fi
}
