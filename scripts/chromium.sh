#!/bin/sh
# Prints the name of an installed Chromium, installing Debian's when root may. Prints nothing where there is none,
# and says on stderr what to do; under CI that is an error, so that no check is left out unseen.

find_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" >/dev/null 2>&1; then
            echo "$name"
            return
        fi
    done
    return 1
}

install() {
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@" >/dev/null 2>&1
}

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    if ! find_chromium >/dev/null; then
        echo "Installing Chromium for the tests that open a page (once)" >&2
        apt-get update >/dev/null 2>&1
        install chromium fonts-dejavu-core
    fi
    # Chromium without windows, which the tests take where there is one: they are done sooner.
    command -v chromium-headless-shell >/dev/null 2>&1 || install chromium-headless-shell
fi
find_chromium && exit
echo "There is no Chromium, and it could not be installed. The tests that open a page are left out of this run;" >&2
echo "to run them, install it (on Debian: apt-get install chromium) and say 'make test' again." >&2
[ -z "${CI:-}" ]
