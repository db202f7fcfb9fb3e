# What the scripts beside it share.

maven=${MAVEN:-./mvnw}
processes=()

say() {
	printf '\n== %s\n' "$*"
}

loud() {
	printf '\n##### %s\n\n' "$*" >&2
}

fail() {
	loud "FAILED: $*"
	exit 1
}

# Skips the whole script without one of the programs.
require() {
	local program
	for program in "$@"; do
		if ! command -v "$program" >/dev/null; then
			loud "$(basename "$0") WAS SKIPPED: $program is not installed"
			exit 0
		fi
	done
}

started() {
	processes+=("$1")
}

stop_all() {
	local process
	for process in "${processes[@]}"; do
		kill "$process" 2>/dev/null || true
	done
	for process in "${processes[@]}"; do
		wait "$process" 2>/dev/null || true
	done
}

# Dependencies that are there already need not be downloaded again.
usual_repository() {
	printf '%s' "${MAVEN_LOCAL_REPOSITORY:-$HOME/.m2/repository}"
}

# Prints so many ports that are free at this moment.
free_ports() {
	local count=$1 port found=()
	while ((${#found[@]} < count)); do
		port=$((20000 + RANDOM % 12000))
		if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && [[ " ${found[*]} " != *" $port "* ]]; then
			found+=("$port")
		fi
	done
	echo "${found[@]}"
}

# Tries a command for two minutes at most.
wait_until() {
	local try
	for ((try = 0; try < 240; try++)); do
		if eval "$1" >/dev/null 2>&1; then
			return
		fi
		sleep 0.5
	done
	return 1
}

wait_for_line() {
	wait_until "grep -q '$2' '$1'"
}
