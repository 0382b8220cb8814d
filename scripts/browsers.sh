#!/bin/sh
# Prints which tests to run, as pytest's -m takes it: all, or all but those of a browser that is not there. Debian's Chromium and
# Firefox are installed when root may. What is left out is said on stderr; under CI that is an error, so that no check is left out unseen.

installed() { # a browser's names on the PATH
    for name; do
        if command -v "$name" >/dev/null 2>&1; then
            return
        fi
    done
    return 1
}

wanted() { # marker, Debian's packages, the names of the browser
    marker=$1 packages=$2
    shift 2
    installed "$@" && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing $1 for the tests that open a page (once)" >&2
        # shellcheck disable=SC2086 # several packages
        { apt-get update && apt-get install --yes --no-install-recommends $packages; } >/dev/null 2>&1
        installed "$@" && return
    fi
    echo "There is no $1, and it could not be installed. The tests that open a page in it are left out of this run;" >&2
    echo "to run them, install it (on Debian: apt-get install $1) and say 'make test' again." >&2
    [ -z "${CI:-}" ] || exit 1
    left_out="$left_out${left_out:+ and }not $marker"
}

export DEBIAN_FRONTEND=noninteractive
left_out=
wanted browser "chromium fonts-dejavu-core" chromium chromium-browser google-chrome google-chrome-stable
wanted firefox firefox-esr firefox-esr firefox
echo "$left_out"
