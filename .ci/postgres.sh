#!/bin/sh
# Runs a command beside a PostgreSQL of its own: a new cluster in a temporary
# folder, reached by a socket there and gone afterwards. Its address is in
# CHANCERY_POSTGRES, as in: .ci/postgres.sh go test ./internal/stage/store/...
# (It does not wait for the disk: here a server may die, but not the machine.)
# Where there is no PostgreSQL, it is installed from Debian's packages by root;
# else the command runs without one, unless CHANCERY_POSTGRES_REQUIRED is set.
set -eu

if [ -n "${CHANCERY_POSTGRES:-}" ]; then exec "$@"; fi

find_bin() {
	for d in /usr/lib/postgresql/*/bin /usr/local/pgsql/bin /usr/local/bin /usr/bin; do
		if [ -x "$d/initdb" ] && [ -x "$d/pg_ctl" ] && [ -x "$d/postgres" ]; then echo "$d"; fi
	done | sort -V | tail -1
}

bin=$(find_bin)
why=
if [ -z "$bin" ]; then
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
		echo "postgres.sh: installing PostgreSQL from Debian's packages" >&2
		export DEBIAN_FRONTEND=noninteractive
		(apt-get install -y --no-install-recommends postgresql || { apt-get update && apt-get install -y --no-install-recommends postgresql; }) >&2 || true
		bin=$(find_bin)
		[ -n "$bin" ] || why="PostgreSQL could not be installed by apt-get"
	else
		why="PostgreSQL is not installed, and only root on a Debian system can have it installed here"
	fi
fi
if [ -n "$why" ]; then
	echo "postgres.sh: $why" >&2
	if [ -n "${CHANCERY_POSTGRES_REQUIRED:-}" ]; then exit 1; fi
	echo "postgres.sh: the tests of the store in PostgreSQL are left out; install the package postgresql to run them" >&2
	exec "$@"
fi

# The server does not run as root.
dir=$(mktemp -d /tmp/chancery-postgres.XXXXXX)
as=
if [ "$(id -u)" = 0 ]; then
	user=postgres
	id "$user" >/dev/null 2>&1 || user=nobody
	chown "$user" "$dir"
	as="setpriv --reuid=$(id -u "$user") --regid=$(id -g "$user") --clear-groups --"
fi
stop() {
	cd /
	$as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT TERM

(cd "$dir" && $as "$bin/initdb" -D "$dir/data" -U chancery -A trust --encoding=UTF8 --locale=C >"$dir/initdb.log" 2>&1) || { cat "$dir/initdb.log" >&2; exit 1; }
(cd "$dir" && $as "$bin/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/data/server.log" -o "-k $dir -c listen_addresses='' -c max_connections=60 -c fsync=off ${CHANCERY_POSTGRES_OPTIONS:-}" start >/dev/null) || { cat "$dir/data/server.log" >&2; exit 1; }

export CHANCERY_POSTGRES="postgres://chancery@/postgres?host=$dir"
export CHANCERY_POSTGRES_REQUIRED=1
export CHANCERY_POSTGRES_CTL="$as $bin/pg_ctl -D $dir/data"
export CHANCERY_POSTGRES_DIR="$dir"
status=0
"$@" || status=$?
exit $status
