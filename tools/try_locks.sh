#!/bin/sh
# Installs lock files with plain pip, by hash, into an environment that is thrown away: tools/try_locks.sh PYTHON LOCK...
set -eu

python=$1
shift

if grep -l '://' "$@" >&2; then
    echo "A lock file names a place to fetch from." >&2
    exit 1
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/venv"
for lock in "$@"; do
    "$folder/venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --requirement "$lock"
done
"$folder/venv/bin/pip" check
