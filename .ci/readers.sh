#!/bin/sh
# Runs a command with the programs that exports are read again by, as in:
# .ci/readers.sh go test ./internal/export
# CHANCERY_R is the Rscript that runs the examples of docs/relations.md and docs/recipes.md,
# of r-base-core and r-cran-jsonlite.
# CHANCERY_READERS is a Python with pandas and others, of Debian's packages, which
# root installs where they are missing; CHANCERY_PARQUET_READER is the reader of
# Apache Arrow, built by go install. Without them the command runs all the same,
# unless CHANCERY_READERS_REQUIRED is set.
set -eu

has_r() { command -v Rscript >/dev/null 2>&1 && Rscript -e 'library(jsonlite)' >/dev/null 2>&1; }
if ! has_r && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	echo "readers.sh: installing r-base-core and r-cran-jsonlite" >&2
	(DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends r-base-core r-cran-jsonlite || { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends r-base-core r-cran-jsonlite; }) >&2 || true
fi
has_r || echo "readers.sh: the examples in R are left out; install r-base-core and r-cran-jsonlite" >&2
if has_r; then export CHANCERY_R="${CHANCERY_R:-Rscript}"; fi

if [ -n "${CHANCERY_READERS:-}" ] && [ -n "${CHANCERY_PARQUET_READER:-}" ]; then exec "$@"; fi

python=/usr/bin/python3
packages='python3 python3-pandas python3-networkx python3-icalendar python3-geojson python3-rdflib python3-yaml'
has_python() { [ -x "$python" ] && "$python" -c 'import geojson, icalendar, networkx, pandas, rdflib, yaml' 2>/dev/null; }

arrow=v18.5.2
bin=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/chancery/arrow-$arrow

if ! has_python && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	echo "readers.sh: installing $packages" >&2
	export DEBIAN_FRONTEND=noninteractive
	# shellcheck disable=SC2086 # a list
	(apt-get install -y --no-install-recommends $packages || { apt-get update && apt-get install -y --no-install-recommends $packages; }) >&2 || true
fi
if [ ! -x "$bin/parquet_reader" ]; then
	echo "readers.sh: building the Parquet reader of Apache Arrow $arrow" >&2
	GOBIN=$bin "${GO:-go}" install "github.com/apache/arrow-go/v18/parquet/cmd/parquet_reader@$arrow" >&2 || true
fi
if has_python && [ -x "$bin/parquet_reader" ]; then
	export CHANCERY_READERS="$python" CHANCERY_PARQUET_READER="$bin/parquet_reader" CHANCERY_READERS_REQUIRED=1
	exec "$@"
fi
echo "readers.sh: exports cannot be read again by others here; install the packages $packages, and let go install fetch Arrow" >&2
if [ -n "${CHANCERY_READERS_REQUIRED:-}" ]; then exit 1; fi
echo "readers.sh: the tests that do so are left out" >&2
exec "$@"
