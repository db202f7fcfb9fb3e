package io.conpool.autoconfigure.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.conpool.autoconfigure.H2ClientRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of all clients, each under its name. A client that does not run is unknown:
 * it is not started for this. Those whose connections are kept apart are there while they
 * run.
 */
public final class H2ConpoolHealthContributor implements CompositeHealthContributor {

	private final H2ClientRegistry registry;

	private final Duration probeTimeout;

	/**
	 * Makes a contributor.
	 * @param registry the clients to look at
	 * @param probeTimeout longest wait for the answers to PINGs on idle connections, or 0
	 * for no PINGs
	 */
	public H2ConpoolHealthContributor(H2ClientRegistry registry, Duration probeTimeout) {
		this.registry = registry;
		this.probeTimeout = probeTimeout;
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return contributors().get(name);
	}

	@Override
	public Stream<HealthContributors.Entry> stream() {
		return contributors().entrySet()
			.stream()
			.map((client) -> new HealthContributors.Entry(client.getKey(), client.getValue()));
	}

	private Map<String, HealthIndicator> contributors() {
		Map<String, HealthIndicator> clients = new LinkedHashMap<>();
		this.registry.names().forEach((name) -> clients.put(name, H2ConpoolHealthContributor::notRunning));
		this.registry.pools()
			.forEach((name, pool) -> clients.put(name, new H2ConpoolHealthIndicator(pool, this.probeTimeout)));
		return clients;
	}

	private static Health notRunning() {
		return Health.unknown().withDetail("running", false).build();
	}

}
