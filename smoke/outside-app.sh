#!/usr/bin/env bash
#
# The starter as others use it: installs the snapshot into a local repository of its own, builds an application
# outside the repository, and lets it call nginx over TLS by H2Client, RestClient, RestTemplate, WebClient and
# @HttpExchange. Then it looks at health, actuator endpoint and meters, and lets a real Prometheus read those.
#
# Needs nginx, openssl, curl and jq, and is skipped without one of them; prometheus is left out where it is not
# installed.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
source smoke/common.sh

require nginx openssl curl jq
work=$(mktemp -d)
trap 'stop_all; rm -rf "$work"' EXIT

say "Installing the snapshot"
repository=("-Dmaven.repo.local=$work/repository" "-Dmaven.repo.local.tail=$(usual_repository)")
"$maven" -q -B -ntp -DskipTests -Dmaven.javadoc.skip=true "${repository[@]}" install -pl starter -am

say "Building an application outside the repository"
cp -r smoke/outside-app "$work/app"
"$maven" -q -B -ntp -f "$work/app/pom.xml" "${repository[@]}" package

say "Starting nginx"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
	-keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null
read -r port_1 port_2 port_3 port_4 port_5 app_port prometheus_port <<<"$(free_ports 7)"
cat >"$work/nginx.conf" <<CONF
worker_processes 1;
pid $work/nginx.pid;
error_log $work/nginx-error.log;
events { worker_connections 256; }
http {
	log_format requests '\$server_port \$server_protocol \$status \$connection';
	access_log $work/access.log requests;
	ssl_certificate $work/certificate.pem;
	ssl_certificate_key $work/key.pem;
	server {
		listen $port_1 ssl http2;
		listen $port_2 ssl http2;
		listen $port_3 ssl http2;
		listen $port_4 ssl http2;
		listen $port_5 ssl http2;
		location / { default_type text/plain; return 200 Hello; }
	}
}
CONF
nginx -e "$work/nginx-error.log" -p "$work" -c "$work/nginx.conf" -g 'daemon off;' &
started $!

say "Starting the application"
PORT_1=$port_1 PORT_2=$port_2 PORT_3=$port_3 PORT_4=$port_4 PORT_5=$port_5 CERTIFICATE=$work/certificate.pem \
	java -jar "$work/app/target/caller.jar" --server.port="$app_port" >"$work/app.log" 2>&1 &
started $!
wait_for_line "$work/app.log" "All five ways were gone" || { cat "$work/app.log"; fail "the application did not come to its end"; }
grep -E ': [0-9]+ of [0-9]+ ok$' "$work/app.log"

for way in H2Client RestClient RestTemplate WebClient HttpExchange; do
	grep -q "^$way: 200 of 200 ok\$" "$work/app.log" || fail "$way has errors"
done

actuator=http://localhost:$app_port/actuator
curl -fsS "$actuator/health" >"$work/health.json"
curl -fsS "$actuator/h2conpool" >"$work/h2conpool.json"
curl -fsS "$actuator/prometheus" >"$work/prometheus.txt"
number=0
for port in "$port_1" "$port_2" "$port_3" "$port_4" "$port_5"; do
	number=$((number + 1))
	origin=https://localhost:$port
	served=$(grep -c "^$port HTTP/2.0 200 " "$work/access.log" || true)
	connections=$(grep "^$port " "$work/access.log" | cut -d' ' -f4 | sort -u | wc -l)
	((served == 200)) || fail "nginx served $served requests at $origin in HTTP/2 (expected: 200)"
	((connections <= 2)) || fail "$connections connections to $origin (expected: at most 2)"
	jq -e --arg origin "$origin" '.components.h2Conpool | [.. | objects | .[$origin]? | objects | .status] | index("UP")' \
		"$work/health.json" >/dev/null || { jq .components.h2Conpool "$work/health.json"; fail "health does not show $origin as UP"; }
	grep -q "localhost:$port" "$work/h2conpool.json" || fail "the actuator endpoint does not show $origin"
	grep -q "^conpool_connections_opened_total{.*endpoint=\"$origin\"" "$work/prometheus.txt" || fail "no meters of $origin"
	printf 'upstream %d: %d requests in HTTP/2 over %d connection(s), shown in health, endpoint and meters\n' \
		"$number" "$served" "$connections"
done
[[ $(jq -r .components.h2Conpool.status "$work/health.json") == UP ]] || fail "the component h2Conpool is not UP"
observed=$(grep -c '^http_client_requests_seconds_count{' "$work/prometheus.txt")
printf '%s series of http_client_requests_seconds_count\n' "$observed"

# Prints the type, or nothing. In the OpenMetrics format a counter's family has its name without the suffix.
type_in_prometheus() {
	local name
	for name in "$1" "${1%_total}"; do
		curl -fsS "$api/metadata?metric=$name" | jq -r --arg name "$name" '.data[$name][0].type // empty'
		[[ "$name" == *_total ]] || break
	done
}

if ! command -v prometheus >/dev/null; then
	loud "PROMETHEUS WAS LEFT OUT: prometheus is not installed"
else
	say "Letting Prometheus read the meters"
	cat >"$work/prometheus.yml" <<CONF
global: { scrape_interval: 1s }
scrape_configs:
  - job_name: caller
    metrics_path: /actuator/prometheus
    static_configs: [ { targets: [ 'localhost:$app_port' ] } ]
CONF
	prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/tsdb" \
		--web.listen-address="localhost:$prometheus_port" >"$work/prometheus.log" 2>&1 &
	started $!
	api=http://localhost:$prometheus_port/api/v1
	wait_until "curl -fsS '$api/query?query=conpool_streams_capacity' | jq -e '.data.result | length == 5'" \
		|| { curl -fsS "$api/targets" | jq '.data.activeTargets'; fail "Prometheus has no meters"; }
	curl -fsS "$api/targets" | jq -e '.data.activeTargets | all(.health == "up" and .lastError == "")' >/dev/null \
		|| fail "Prometheus does not accept the meters"
	while read -r meter type; do
		actual=$(type_in_prometheus "$meter")
		[[ "$actual" == "$type" ]] || fail "Prometheus has $meter as ${actual:-unknown} (expected: $type)"
		printf 'Prometheus has %s as %s\n' "$meter" "$type"
	done <<'METERS'
conpool_connections gauge
conpool_streams_open gauge
conpool_streams_capacity gauge
conpool_waiters gauge
conpool_connections_opened_total counter
conpool_connections_reused_total counter
conpool_acquire_seconds summary
conpool_connect_seconds summary
conpool_data_read_bytes_total counter
http_client_open_connections gauge
http_client_requests_seconds summary
METERS
fi
loud "Passed: five ways over the starter"
