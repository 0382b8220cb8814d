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

find_chromium && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the tests that open a page (once)" >&2
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update && apt-get install --yes --no-install-recommends chromium fonts-dejavu-core; } >/dev/null 2>&1
    find_chromium && exit
fi
echo "There is no Chromium, and it could not be installed. The tests that open a page are left out of this run;" >&2
echo "to run them, install it (on Debian: apt-get install chromium) and say 'make test' again." >&2
[ -z "${CI:-}" ]
