#!/bin/sh
# Installs what the system has to bring along, where that needs no question (root on Debian); else names it exactly.
# tools/system.sh running      what papers are made with: pango and a font
# tools/system.sh testing      that, a browser, PostgreSQL's server, and readers of PDF
set -eu

say() { printf '%s\n' "$*" >&2; }

has() { command -v "$1" >/dev/null 2>&1; }

has_one() {
    for found in "$@"; do
        [ -e "$found" ] && return
    done
    return 1
}

has_library() { has_one /usr/lib/"$1" /usr/lib/*/"$1" /usr/local/lib/"$1"; }

missing() {
    has_library libpango-1.0.so.0 || echo libpango-1.0-0
    has_library libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
    has_one /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf /Library/Fonts /usr/share/fonts/*/DejaVuSans.ttf ||
        echo fonts-dejavu-core
    [ "$1" = testing ] || return 0
    has chromium || has chromium-browser || has google-chrome || echo chromium
    has chromium-headless-shell || has chromium-browser || has google-chrome || echo chromium-headless-shell
    has initdb || has_one /usr/lib/postgresql/*/bin/initdb || echo postgresql-15
    has pdftoppm || echo poppler-utils
}

wanted=$(missing "${1:?running or testing}" | tr '\n' ' ')
wanted=${wanted% }
[ -n "$wanted" ] || exit 0
if [ "$(id -u)" = 0 ] && has apt-get; then
    say "Installing $wanted."
    # shellcheck disable=SC2086  # one word each
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >/dev/null
else
    say "Not installed: $wanted. Run as root:"
    say "    apt-get update && apt-get install -y $wanted"
    exit 1
fi
