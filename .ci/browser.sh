#!/bin/sh
# Takes pictures of the desk's pages in a real browser, on an archive of invented
# news, and checks the pages there. It needs Debian's chromium.
set -eu
cd "$(dirname "$0")/.."
out=${OUT:-$PWD/out/pages}
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
go build -o "$work/chancery" ./cmd/chancery
"$work/chancery" demo news "$work/news.warc.gz" --documents "${DOCUMENTS:-1000}" --registry "$work/world"
"$work/chancery" ingest --archive "$work/news.db" --keep-text --registry "$work/world" "$work/news.warc.gz"
# axe-core (MPL 2.0) looks at the pages where npm is there; it is no part of the program.
axe=
if command -v npm >/dev/null 2>&1 && (cd "$work" && npm pack --silent axe-core@4.14.1 >/dev/null && tar xzf axe-core-4.14.1.tgz package/axe.min.js); then
  axe=$work/package/axe.min.js
fi
CHANCERY_AXE=$axe CHANCERY_BROWSE=$work/news.db CHANCERY_WORLD=$work/world CHANCERY_SHOTS=$out go test ./internal/stage/serve/web -run Browser -v -count 1 -timeout 30m
