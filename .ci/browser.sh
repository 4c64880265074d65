#!/bin/sh
# Opens the desk's pages in a real browser, on an archive of invented news, and
# checks them there: pictures in out/pages, with a list of all that was asked for.
# Chromium is installed from Debian's packages by root where it is missing. axe-core
# comes by npm. Where one of them cannot be had, the step says so and is left out,
# unless CHANCERY_BROWSER_REQUIRED is set.
set -eu
cd "$(dirname "$0")/.."
install() {
	[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 0
	echo "browser.sh: installing $1 from Debian's packages" >&2
	export DEBIAN_FRONTEND=noninteractive
	(apt-get install -y --no-install-recommends "$1" || { apt-get update && apt-get install -y --no-install-recommends "$1"; }) >&2 || true
}
command -v chromium >/dev/null 2>&1 || install chromium
command -v npm >/dev/null 2>&1 || install npm
if ! command -v chromium >/dev/null 2>&1; then
	echo "browser.sh: there is no chromium; install it to open the pages in a browser" >&2
	[ -z "${CHANCERY_BROWSER_REQUIRED:-}" ] || exit 1
	exit 0
fi

out=${OUT:-$PWD/out/pages}
mkdir -p "$out"
rm -f "$out"/*.png "$out"/requests.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# axe-core (MPL 2.0) looks at the pages; it is no part of the program.
axe=
if command -v npm >/dev/null 2>&1 && (cd "$work" && npm pack --silent axe-core@4.14.1 >/dev/null && tar xzf axe-core-4.14.1.tgz package/axe.min.js); then
	axe=$work/package/axe.min.js
elif [ -n "${CHANCERY_BROWSER_REQUIRED:-}" ]; then
	echo "browser.sh: npm does not bring axe-core" >&2
	exit 1
else
	echo "browser.sh: npm does not bring axe-core; its checks are left out" >&2
fi
${GO:-go} build -o "$work/chancery" ./cmd/chancery
"$work/chancery" demo news "$work/news.warc.gz" --documents "${DOCUMENTS:-400}" --registry "$work/world" >/dev/null
"$work/chancery" ingest --quiet --archive "$work/news.db" --keep-text --registry "$work/world" "$work/news.warc.gz"
CHANCERY_AXE=$axe CHANCERY_BROWSE=$work/news.db CHANCERY_WORLD=$work/world CHANCERY_SHOTS=$out ${GO:-go} test ./internal/stage/serve/web -run Browser -count 1 -timeout 10m
