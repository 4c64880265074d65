#!/bin/sh
# Runs a command with the Python libraries that exports are read again by, as in:
# .ci/readers.sh go test ./internal/export
# Its Python is in CHANCERY_READERS. What is missing is installed from Debian's
# packages by root; else the command runs without, unless
# CHANCERY_READERS_REQUIRED is set.
set -eu

if [ -n "${CHANCERY_READERS:-}" ]; then exec "$@"; fi

python=/usr/bin/python3
packages='python3 python3-pandas python3-networkx python3-icalendar python3-geojson python3-rdflib python3-yaml'
complete() { [ -x "$python" ] && "$python" -c 'import geojson, icalendar, networkx, pandas, rdflib, yaml' 2>/dev/null; }

if ! complete && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	echo "readers.sh: installing $packages" >&2
	export DEBIAN_FRONTEND=noninteractive
	# shellcheck disable=SC2086 # a list
	(apt-get install -y --no-install-recommends $packages || { apt-get update && apt-get install -y --no-install-recommends $packages; }) >&2 || true
fi
if complete; then
	CHANCERY_READERS=$python CHANCERY_READERS_REQUIRED=1 exec "$@"
fi
echo "readers.sh: the Python libraries that read exports are not installed; install the packages $packages" >&2
if [ -n "${CHANCERY_READERS_REQUIRED:-}" ]; then exit 1; fi
echo "readers.sh: the tests that read exports by them are left out" >&2
exec "$@"
