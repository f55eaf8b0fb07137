#!/bin/sh
# Makes sure that a Chrome is there: any installed one, else Debian's packages
# chromium-headless-shell (half the processor time) or chromium.
set -eu

for name in chrome-headless-shell headless_shell google-chrome google-chrome-stable chromium chromium-browser; do
	if command -v "$name" >/dev/null 2>&1; then
		exit 0
	fi
done
test -x /usr/lib/chromium/chromium-headless-shell && exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null 2>&1; then
		echo "no Chrome is installed, and installing one needs root or sudo: apt-get install chromium" >&2
		exit 1
	fi
	as_root=sudo
fi
if ! command -v apt-get >/dev/null 2>&1; then
	echo "no Chrome is installed: install Google Chrome or Chromium" >&2
	exit 1
fi

echo "installing Chromium with apt-get (once) ..." >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! { $as_root apt-get update -qq &&
	{ $as_root apt-get install -y -qq --no-install-recommends chromium chromium-headless-shell fonts-liberation ||
		$as_root apt-get install -y -qq --no-install-recommends chromium fonts-liberation; }; } >"$log" 2>&1; then
	cat "$log" >&2
	exit 1
fi
