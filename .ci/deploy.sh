#!/bin/sh
# Checks the recipes in deploy: the container file with BuildKit's parser, the compose file
# with Compose's own loader and schema, the manifests against the types of Kubernetes, units
# with systemd-analyze. Nothing is started and no cluster is asked. With "image" as argument the
# image is built too, from a program that is built here, by buildah of Debian (root only).
set -eu
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d /tmp/chancery-deploy.XXXXXX)
trap 'rm -rf "$work"' EXIT

(cd .ci/lint && export GOFLAGS=-buildvcs=false CGO_ENABLED=0 && go vet . && go test . && go build -o "$work/lint" .)
"$work/lint" container deploy/Containerfile
"$work/lint" compose deploy/compose/compose.yaml

# The manifests together, in the order of the kustomization.
for f in secrets.example.yaml $(sed -n 's/^  - \(.*\.yaml\)$/\1/p' deploy/kubernetes/kustomization.yaml); do
	echo '---'
	cat "deploy/kubernetes/$f"
done >"$work/all.yaml"
"$work/lint" kubernetes "$work/all.yaml"
if command -v kubectl >/dev/null 2>&1; then
	kubectl kustomize deploy/kubernetes >"$work/rendered.yaml"
	"$work/lint" kubernetes "$work/rendered.yaml"
	if grep -n 'image: chancery$' "$work/rendered.yaml"; then echo "deploy.sh: the kustomization does not name the image" >&2; exit 1; fi
else
	echo "deploy.sh: no kubectl here, so the kustomization was not rendered"
fi

if command -v systemd-analyze >/dev/null 2>&1; then
	# A root of their own, with a program of that name: the check wants one.
	mkdir -p "$work/root/usr/local/bin" "$work/root/etc/systemd/system" "$work/root/usr/lib/systemd/system"
	cp deploy/systemd/*.service deploy/systemd/*.timer "$work/root/etc/systemd/system/"
	cp /usr/lib/systemd/system/*.target "$work/root/usr/lib/systemd/system/" 2>/dev/null || cp /lib/systemd/system/*.target "$work/root/usr/lib/systemd/system/"
	cp /bin/true "$work/root/usr/local/bin/chancery"
	for f in deploy/systemd/*.service deploy/systemd/*.timer; do
		systemd-analyze verify --man=no --root="$work/root" "$(basename "$f")" >"$work/said" 2>&1 || { cat "$work/said"; echo "deploy.sh: $f is refused" >&2; exit 1; }
		# A key that systemd does not know is only told.
		if grep -iE "$(basename "$f").*(unknown|invalid|ignoring|failed)" "$work/said"; then echo "deploy.sh: $f has a fault" >&2; exit 1; fi
	done
	for f in deploy/systemd/*.service; do
		systemd-analyze security --no-pager --offline=true --root="$work/root" --threshold=25 "$(basename "$f")" >"$work/said" 2>&1 || { tail -3 "$work/said"; echo "deploy.sh: $f is too open" >&2; exit 1; }
		tail -1 "$work/said" | sed 's/^[^A-Za-z]*//'
	done
else
	echo "deploy.sh: no systemd-analyze here, so the units were not checked"
fi

if [ "${1:-}" = image ]; then exec .ci/image.sh "$root"; fi
