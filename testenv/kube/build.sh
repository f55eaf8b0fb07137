#!/bin/sh
# Builds kube-apiserver, kubectl and etcd, unmodified, from the modules pinned
# in this folder's go.mod, and links them to bin/kube/ of the repository, with
# kubelet-double, the stand-in for a kubelet in ./kubelet.
#
#   testenv/kube/build.sh [DESTINATION]      (default: bin/kube of this repository)
#
# They are kept in ${XDG_CACHE_HOME:-$HOME/.cache}/lockedit/kube-<version>/, so
# a clean clone on the same machine takes no build. Cold: 90 MiB of modules and
# four to five minutes on two cores; warm: no go command at all.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
repo=$(CDPATH='' cd -- "$here/../.." && pwd)
dest=${1:-$repo/bin/kube}
programs='kube-apiserver kubectl etcd'

# The second word of the "require" line of one module, without its "v".
version_of() {
	sed -n "s|^[[:space:]]*\(require \)\{0,1\}$1 v\([^[:space:]]*\).*|\2|p" "$here/go.mod" | head -n 1
}

kube=$(version_of k8s.io/kubernetes)
etcd=$(version_of go.etcd.io/etcd/server/v3)
if [ -z "$kube" ] || [ -z "$etcd" ]; then
	echo "kube: no version of k8s.io/kubernetes or etcd in $here/go.mod" >&2
	exit 1
fi
cache=${XDG_CACHE_HOME:-$HOME/.cache}/lockedit/kube-$kube

# kubelet-double is this repository's own: kept by what its source sums to.
double=$cache/kubelet-double-$(cat "$here/kubelet/"*.go "$here/go.mod" | cksum | cut -d ' ' -f 1)

complete() {
	for program in $programs; do
		[ -x "$1/$program" ] || return 1
	done
}

need_go() {
	if ! command -v go >/dev/null 2>&1; then
		echo "kube: go is not on the PATH; install Go $(sed -n 's/^go //p' "$here/go.mod") or later" >&2
		exit 1
	fi
}

build() {
	need_go
	mkdir -p "$(dirname -- "$cache")"
	new=$(mktemp -d "$cache.new.XXXXXX")
	trap 'rm -rf "$new"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	echo "kube: building kube-apiserver and kubectl $kube (about five minutes, once on this machine)"
	stamp="-X k8s.io/component-base/version.gitVersion=v$kube"
	(cd "$here" && go build -ldflags="-s -w $stamp" -o "$new/" \
		k8s.io/kubernetes/cmd/kube-apiserver k8s.io/kubernetes/cmd/kubectl)
	echo "kube: building etcd $etcd"
	(cd "$here" && go build -ldflags="-s -w" -o "$new/etcd" go.etcd.io/etcd/server/v3)
	chmod 755 "$new"
	install_cache
}

# Renames the finished folder into place. Whoever comes second, while another
# build finished, keeps the first one's.
install_cache() {
	if complete "$cache"; then
		return
	fi
	if [ -e "$cache" ]; then
		mv "$cache" "$new.old"
	fi
	mv "$new" "$cache"
	rm -rf "$new.old"
}

if complete "$cache"; then
	echo "kube: $kube is in $cache"
else
	build
fi
if [ ! -x "$double" ]; then
	need_go
	echo "kube: building kubelet-double"
	(cd "$here" && go build -ldflags="-s -w" -o "$double.new.$$" ./kubelet)
	mv "$double.new.$$" "$double"
fi

# A link that is right is left alone: a new one would have every test run again that
# looked at it before.
link() {
	[ "$(readlink "$2")" = "$1" ] || ln -sf "$1" "$2"
}

mkdir -p "$dest"
for program in $programs; do
	link "$cache/$program" "$dest/$program"
done
link "$double" "$dest/kubelet-double"
echo "kube: $dest has $programs kubelet-double"
