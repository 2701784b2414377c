# What the scripts beside this file share. Sourced, never run.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

BIN=build/bin
CACHE=build/cache
mkdir -p "$BIN" "$CACHE"

# The Makefile says why; a script that is run without it builds alike.
if [ -z "${WINDOW_TAGS:-}" ]; then
	eval "$(make -s flags)"
	export GOFLAGS WINDOW_TAGS
fi

# since prints the seconds gone since $1, which $EPOCHREALTIME gave, as "12.3 s".
since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f s", b - a }'; }

# step NAME COMMAND… runs the command under a headline and says how long it
# took. A command that fails ends the script, and unfinished says where.
step() {
	STEP=$1
	local began=$EPOCHREALTIME
	shift
	printf '\n── %s\n' "$STEP"
	"$@"
	printf '── %s: %s\n' "$STEP" "$(since "$began")"
	STEP=
}

STEP=
unfinished() { [ -z "$STEP" ] || printf '── %s FAILED\n' "$STEP"; }
trap unfinished EXIT

# entry_size counts what index.html names, scripts and styles, packed as a server would send them.
entry_size() {
	grep -oE '(src|href)="/assets/[^"]+\.(js|css)"' frontend/dist/index.html | cut -d'"' -f2 |
		while read -r file; do gzip -9c "frontend/dist$file" | wc -c; done | awk '{ sum += $1 } END { print sum + 0 }'
}
