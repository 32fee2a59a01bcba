#!/bin/sh
# Runs a command in a network that holds nothing but loopback, as the same user.
#
#     infra/offline.sh COMMAND…
set -eu
loopback_up='import fcntl, socket, struct
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    fcntl.ioctl(s, 0x8914, struct.pack("16sH14x", b"lo", 0x1 | 0x40))  # SIOCSIFFLAGS, IFF_UP | IFF_RUNNING'
python=$(dirname "$0")/../.venv/bin/python
if [ "$(id -u)" = 0 ]; then
    exec unshare --net -- sh -c '"$0" -c "$1" && shift && exec "$@"' "$python" "$loopback_up" "$@"
fi
unshare --user --map-root-user --net -- true 2>/dev/null || {
    echo "This system does not let an ordinary user make an empty network; run it as root, or allow user namespaces." >&2
    exit 1
}
# Root in the outer namespace brings loopback up; the inner one gives the user's own number back.
exec unshare --user --map-root-user --net -- sh -c '"$0" -c "$1" && shift && id=$1 && shift && group=$1 && shift &&
    exec unshare --user --map-user="$id" --map-group="$group" -- "$@"' "$python" "$loopback_up" "$(id -u)" "$(id -g)" "$@"
