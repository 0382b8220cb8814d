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

install() { # Debian's packages
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return
    [ -n "$updated" ] || { echo "Installing browsers for the tests that open a page (once)" >&2 && apt-get update >/dev/null 2>&1; }
    updated=yes
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@" >/dev/null 2>&1
}

missing() { # marker of the tests, package
    echo "There is no $2, and it could not be installed. The tests that open a page in it are left out of this run;" >&2
    echo "to run them, install it (on Debian: apt-get install $2) and say 'make test' again." >&2
    [ -z "${CI:-}" ] || exit 1
    left_out="$left_out${left_out:+ and }not $1"
}

updated= left_out= chromiums="chromium chromium-browser google-chrome google-chrome-stable"
installed $chromiums || install chromium fonts-dejavu-core
installed firefox-esr firefox || install firefox-esr
# Chromium without windows, which the tests take where there is one: they are done sooner.
installed chromium-headless-shell || install chromium-headless-shell
installed $chromiums || missing browser chromium
installed firefox-esr firefox || missing firefox firefox-esr
echo "$left_out"
