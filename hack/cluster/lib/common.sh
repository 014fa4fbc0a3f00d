# shellcheck shell=bash disable=SC2034
# What every part of the development cluster needs: directories, messages, waiting.

readonly CACHE_DIRECTORY="${TASKPING_CACHE:-${HOME:?HOME is not set; set it or TASKPING_CACHE}/.cache/taskping}"
readonly CLUSTERS_DIRECTORY="${CACHE_DIRECTORY}/clusters"

say() {
    printf '%s\n' "$*" >&2
}

die() {
    printf 'cluster: %s\n' "$*" >&2
    exit 1
}

is_linux() {
    [[ "$(uname -s)" == Linux ]]
}

is_root() {
    [[ "$(id -u)" == 0 ]]
}

has() {
    command -v "$1" >/dev/null 2>&1
}

# require_name NAME: names become directories, host names and interface owners.
require_name() {
    [[ "$1" =~ ^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$ ]] ||
        die "'$1' is not a cluster name; use 1 to 40 lower-case letters, digits and inner hyphens, such as 'taskping'"
}

# seconds_since EPOCHREALTIME-value, with one decimal.
seconds_since() {
    local now=${EPOCHREALTIME/[.,]/} then=${1/[.,]/}
    local tenths=$(((now - then) / 100000))
    printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

# wait_until SECONDS COMMAND...: true as soon as the command succeeds, false after that many seconds.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < deadline)) || return 1
        sleep 0.1
    done
}

# show_log_tail FILE: prints the last lines of a failed component's log.
show_log_tail() {
    [[ -s "$1" ]] || return 0
    say "--- the end of $1"
    tail -n 25 "$1" >&2
    say "---"
}

# process_start PID: when the process started, in clock ticks since boot (field 22 of /proc/PID/stat, proc(5)).
# Fails if there is no such process. The pair (pid, start) is unique; the kernel reuses a pid alone.
process_start() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    # The command's name stands in brackets and may hold blanks: count the fields after it.
    # shellcheck disable=SC2086 # the fields are numbers
    set -- ${stat##*) }
    [[ "$1" != Z ]] || return 1
    printf '%s' "${20}"
}

# record_process FILE PID
record_process() {
    local start
    start=$(process_start "$2") || return 1
    printf '%s %s\n' "$2" "$start" >"$1"
}

# recorded_process FILE: prints the recorded pid if that very process still lives.
recorded_process() {
    local pid start
    [[ -r "$1" ]] && read -r pid start <"$1" || return 1
    [[ "$(process_start "$pid")" == "$start" ]] || return 1
    printf '%s' "$pid"
}
