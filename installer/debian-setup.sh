#!/bin/sh
# Sets a checkout up on Debian 12 (or a relative of it): first the system libraries, then the
# virtual environment. Argument: "run" for what the program needs, "test" for the tests too.
#
# Where system packages may not be installed, it prints the one line to run and goes on: the
# program may still work, for instance off-screen.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}

libraries_for_window="libegl1 libgl1 libfontconfig1 libxkbcommon0 libdbus-1-3 libglib2.0-0 \
libfreetype6 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 \
libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libx11-xcb1"
tools_for_tests="xvfb xauth xdotool poppler-utils qpdf \
age zstd openssh-client openssh-server nginx-light libnginx-mod-http-dav-ext rclone openssl \
postgresql"

python=""
for candidate in python3.11 python3.12 python3.13 python3; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'; then
        python=$candidate
        break
    fi
done

missing=""
need() {
    case " $(dpkg-query -W -f '${Package} ${Status}\n' "$1" 2>/dev/null) " in
        *" install ok installed "*) ;;
        *) missing="$missing $1" ;;
    esac
}

if [ -z "$python" ]; then
    missing="$missing python3"
    python=python3
fi
if command -v dpkg-query >/dev/null 2>&1; then
    for package in $libraries_for_window; do need "$package"; done
    if [ "$purpose" = test ]; then
        for package in $tools_for_tests; do need "$package"; done
    fi
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        missing="$missing python3-venv"
    fi
fi

# The tests start servers of their own on free ports of this machine. What a package would start
# by itself, and at every boot, must not begin to listen: it is held back while it is installed.
policy=/usr/sbin/policy-rc.d
install_quietly() { # $1: empty or "sudo"
    held=""
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | $1 tee "$policy" >/dev/null && held=yes
        $1 chmod 755 "$policy"
    fi
    failed=0
    { $1 apt-get update -qq && $1 env DEBIAN_FRONTEND=noninteractive $install -qq >/dev/null; } ||
        failed=1
    [ -z "$held" ] || $1 rm -f "$policy"
    for unit in nginx-light:nginx openssh-server:ssh postgresql:postgresql; do
        case " $missing " in
            *" ${unit%%:*} "*)
                ! command -v systemctl >/dev/null 2>&1 ||
                    $1 systemctl disable -q "${unit#*:}" 2>/dev/null || true
                ;;
        esac
    done
    return $failed
}

if [ -n "$missing" ]; then
    install="apt-get install -y --no-install-recommends$missing"
    if [ "$(id -u)" = 0 ]; then
        install_quietly "" || echo "Chưa cài được gói hệ thống; hãy chạy: $install"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        install_quietly sudo || echo "Chưa cài được gói hệ thống; hãy chạy: sudo $install"
    else
        echo "Cần quyền quản trị để cài thư viện hệ thống. Hãy chạy một lần:"
        echo "    sudo apt-get update && sudo $install"
    fi
fi

# A python3 that was only just installed is found now.
[ -x .venv/bin/python ] || "$python" -m venv .venv
locked=requirements.lock
[ "$purpose" = test ] && locked=requirements-dev.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$locked"
# The project itself is found through one path file: nothing is built, nothing is copied.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
pwd > "$site/somotcua.pth"
