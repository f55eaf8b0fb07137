#!/bin/sh
# Fetches Debian's kubectl (1.20 in bookworm) for the tests, which also run
# against an old one. It is unpacked beside the built tools in the cache and not
# installed; a machine without apt-get tests with what it has.
set -eu

cache=${XDG_CACHE_HOME:-$HOME/.cache}/lockedit/kubectl-debian
test -x "$cache/kubectl" && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
	echo "kubectl: no apt-get here; the tests run with the built kubectl and those on the PATH" >&2
	exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
as_root=
if [ "$(id -u)" -ne 0 ]; then
	as_root=sudo
fi
echo "kubectl: fetching Debian's kubernetes-client (once)" >&2
(
	cd "$work"
	apt-get download -qq kubernetes-client >log 2>&1 ||
		{ $as_root apt-get update -qq >log 2>&1 && apt-get download -qq kubernetes-client >log 2>&1; } ||
		{ cat log >&2; exit 1; }
	dpkg-deb -x kubernetes-client_*.deb unpacked
)
mkdir -p "$cache"
mv "$work/unpacked/usr/bin/kubectl" "$cache/kubectl.new"
mv "$cache/kubectl.new" "$cache/kubectl"
