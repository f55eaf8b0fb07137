#!/bin/sh
# One whole run to look at: a test console, a real Kubernetes API with the domain
# soainfra (an administration server, soa_server1 to 3, and osb_cluster, which
# has to stay untouched), and `lockedit run` with the full restart.
# Called by `make demo`, which has built everything before.
set -eu

cd "$(dirname "$0")/.."
lockedit=bin/lockedit
work=$(mktemp -d)
env_pid=

finish() {
	status=$?
	trap - EXIT INT TERM
	if [ -n "$env_pid" ]; then
		kill "$env_pid" 2>/dev/null || true
		wait "$env_pid" 2>/dev/null || true
	fi
	rm -rf "$work"
	exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

field() {
	sed -n "s/^$1: *//p" "$work/env" | head -n 1
}

echo "==> starting the test console and a Kubernetes API server"
"$lockedit" testenv --kube --port 0 >"$work/env" 2>"$work/log" &
env_pid=$!
tries=0
until grep -q '^Stop it' "$work/env"; do
	tries=$((tries + 1))
	if [ "$tries" -gt 300 ] || ! kill -0 "$env_pid" 2>/dev/null; then
		cat "$work/log" >&2
		echo "the test environment did not start" >&2
		exit 1
	fi
	sleep 0.2
done
sed -n '/^console:/,/^$/p' "$work/env"

# Chrome's sandbox does not work for root; that choice is made here, openly,
# and stands in the report.
sandbox=
if [ "$(id -u)" -eq 0 ]; then
	sandbox=--no-sandbox
fi

echo "==> lockedit run: plan, apply, restart (full), verify"
export LOCKEDIT_USERNAME=weblogic LOCKEDIT_PASSWORD=welcome1-test
code=0
"$lockedit" run --yes $sandbox \
	--console-url "$(field console)" \
	--cluster soa_cluster --data-source WLSSchemaDataSource \
	--namespace soans --domain-uid soainfra --restart full \
	--kubectl "$(field kubectl)" --kubeconfig "$(field kubeconfig)" || code=$?

report=$(find recordings -mindepth 2 -maxdepth 2 -name report.html -path '*-run-soa_cluster*' | sort | tail -n 1)
echo
echo "==> exit code $code; the report: $PWD/$report"
exit "$code"
