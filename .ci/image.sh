#!/bin/sh
# Builds the image of deploy/Containerfile without asking a registry: the program is built
# here, as the first stage would, and buildah makes the last stage of the file as it stands.
# Then the image is looked at, and its program run in a root of nothing but the image.
# (.ci/deploy.sh image calls it; root and Debian's buildah are needed.)
set -eu
cd "$(dirname "$0")/.."
command -v buildah >/dev/null || { DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends buildah >&2; }
work=$(mktemp -d /tmp/chancery-image.XXXXXX)
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
b() { buildah --root "$work/root" --runroot "$work/run" "$@"; }
trap 'rm -rf "$work"' EXIT

# What the first stage makes.
mkdir -p "$work/stage/out/data" "$work/stage/out/tmp"
CGO_ENABLED=0 go build -trimpath -tags timetzdata -ldflags "-s -w -X main.version=image" -o "$work/stage/out/chancery" ./cmd/chancery
cp LICENSE NOTICE "$work/stage/out/"
cp /etc/ssl/certs/ca-certificates.crt "$work/stage/out/"

# The last stage, copying from the folder instead.
sed -n '/^FROM scratch/,$p' deploy/Containerfile | sed 's/^COPY --from=build /COPY /' >"$work/Containerfile"
b bud --quiet --format docker -f "$work/Containerfile" -t chancery:image "$work/stage" >/dev/null

b inspect --type image chancery:image >"$work/image.json"
python3 - "$work/image.json" <<'PY'
import json, sys
c = json.load(open(sys.argv[1]))["Docker"]["config"]
want = {"User": "65532:65532", "Entrypoint": ["/chancery"], "WorkingDir": "/data"}
bad = {k: c.get(k) for k, v in want.items() if c.get(k) != v}
if bad or "/data" not in (c.get("Volumes") or {}) or (c.get("Healthcheck") or {}).get("Test") != ["CMD", "/chancery", "health"]:
    sys.exit(f"image.sh: the image is not as the file says: {bad} {c}")
PY
at=$(b from chancery:image)
root=$(b mount "$at")
echo "image: $(du -sm "$root" | cut -f1) MB, files: $(find "$root" -type f | wc -l)"
for f in chancery etc/ssl/certs/ca-certificates.crt LICENSE NOTICE; do test -s "$root/$f"; done
test "$(stat -c %u:%g "$root/data")" = 65532:65532
# As nobody, with nothing else to reach.
run() { chroot --userspec=65532:65532 "$root" /chancery "$@"; }
run version
run demo --to jsonl >"$work/demo.jsonl" 2>/dev/null
test -s "$work/demo.jsonl"
run ingest --quiet --archive /data/news.db - <"$work/demo.jsonl" || true # records are no documents; the archive is made
echo '{"id":"a","text":"The foreign minister of France met his counterpart in Rome on Tuesday.","published":"2041-01-02"}' >"$work/a.jsonl"
run ingest --quiet --archive /data/news.db --from jsonl - <"$work/a.jsonl"
run verify --archive /data/news.db >/dev/null
if run ingest --quiet --archive /news.db --from jsonl - <"$work/a.jsonl" 2>/dev/null; then echo "image.sh: the program can write where it should not" >&2; exit 1; fi
chroot --userspec=65532:65532 "$root" /chancery serve --archive /data/news.db >/dev/null 2>&1 &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do
	sleep 1
	run health >/dev/null 2>&1 && break
done
run health || { kill $pid; echo "image.sh: the server is not well" >&2; exit 1; }
kill $pid
wait $pid || true
b umount "$at" >/dev/null
b rm "$at" >/dev/null
echo "image.sh: the image is whole, runs as 65532 and serves"
