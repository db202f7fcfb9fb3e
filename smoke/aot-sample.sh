#!/usr/bin/env bash
#
# The sample with its beans prepared at build time, as for a native image, on the JVM.
#
# Needs curl and jq, and is skipped without one of them.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source smoke/common.sh

require curl jq
work=$(mktemp -d)
trap 'stop_all; rm -rf "$work"' EXIT

say "Building the sample with process-aot"
"$maven" -q -B -ntp -Paot -DskipTests -Dmaven.javadoc.skip=true package -pl sample-app -am

say "Starting it"
read -r server_port management_port <<<"$(free_ports 2)"
java -Dspring.aot.enabled=true -jar sample-app/target/conpool-h2-sample-app-*-SNAPSHOT.jar \
	--server.port="$server_port" --management.server.port="$management_port" >"$work/sample.log" 2>&1 &
started $!
wait_for_line "$work/sample.log" "Still running" || { cat "$work/sample.log"; fail "the sample did not come to its end"; }
grep -q "Starting AOT-processed SampleApplication" "$work/sample.log" || fail "the sample does not use what was prepared"
grep -A 1 -E "^requests +ok" "$work/sample.log"
grep -qE "^ +1,000 +1,000 +0 " "$work/sample.log" || fail "not all of 1,000 requests were answered"
grep "By @HttpExchange" "$work/sample.log" | grep -q "Hello" || fail "@HttpExchange got no answer"

actuator=http://localhost:$management_port/actuator
[[ $(curl -fsS "$actuator/health" | jq -r .components.h2Conpool.status) == UP ]] || fail "health does not show the pool"
# Into files: grep -q ends before curl has written everything, which then counts as curl's failure.
curl -fsS "$actuator/h2conpool" >"$work/h2conpool.json"
curl -fsS "$actuator/prometheus" >"$work/prometheus.txt"
grep -q "localhost:$server_port" "$work/h2conpool.json" || fail "the actuator endpoint does not show the pool"
grep -q "^conpool_streams_open{" "$work/prometheus.txt" || fail "there are no meters"
loud "Passed: the sample, prepared ahead of time"
