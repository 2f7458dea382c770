#!/bin/sh
# Makes the virtual environment .venv from a lock file, by hash: tools/environment.sh LOCK...
# Finds Python 3.11 or newer; what is missing is installed where that needs no question (root on Debian), else named.
set -eu

say() { printf '%s\n' "$*" >&2; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

# A distribution builds its Python with a profile of what it runs; what a version manager compiles on the spot takes half
# as long again, so the system's own comes first.
find_python() {
    without_venv=
    for python in "${PYTHON:-}" "${SYSTEM_PYTHON-/usr/bin/python3}" python3 python3.14 python3.13 python3.12 python3.11; do
        [ -n "$python" ] && command -v "$python" >/dev/null && new_enough "$python" || continue
        if can_make_environments "$python" || add_venv "$python"; then
            command -v "$python"
            return
        fi
        without_venv=$python
    done
    if [ -n "$without_venv" ]; then
        say "Python's venv module is not installed. Run as root:"
        say "    apt-get update && apt-get install -y python3-venv"
        exit 1
    fi
    say "Python 3.11 or newer was not found."
    say "Debian 12: run as root   apt-get update && apt-get install -y python3 python3-venv"
    say "macOS:     run           brew install python@3.12"
    say "Elsewhere: install it, then name it: make PYTHON=/path/to/python3.11 ..."
    exit 1
}

can_make_environments() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

add_venv() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    say "Installing python3-venv."
    apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
    can_make_environments "$1"
}

python=$(find_python)
# An environment that was cut off while it was made has a Python and no pip: it is made anew.
.venv/bin/python -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear .venv
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
for lock in "$@"; do
    .venv/bin/python -m pip install --quiet --require-hashes --requirement "$lock"
done
.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
