#!/bin/sh
# Many readers ask an archive of LOAD events (the default makes a million
# incidents) for lists, pages and relations while pages are added: p50 and p95 of
# each view, and how much adding is slowed. CHANCERY_LOAD_DIR keeps the archive for
# the next time. A reader looks at a page for LOOKS milliseconds.
set -eu
cd "$(dirname "$0")/.."
CHANCERY_LOAD=${LOAD:-1210000} CHANCERY_LOAD_LOOKS=${LOOKS:-5000} CHANCERY_LOAD_SECONDS=${SECONDS_OF_LOAD:-60} \
	go test ./internal/stage/serve/web -run 'Load$' -v -count 1 -timeout 3h
