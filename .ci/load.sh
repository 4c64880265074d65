#!/bin/sh
# Many readers ask an archive of LOAD events for lists, pages and relations while
# pages are added: p50 and p95 of each view, and how much adding is slowed.
set -eu
cd "$(dirname "$0")/.."
CHANCERY_LOAD=${LOAD:-1000000} go test ./internal/stage/serve/web -run Load -v -count 1 -timeout 3h
