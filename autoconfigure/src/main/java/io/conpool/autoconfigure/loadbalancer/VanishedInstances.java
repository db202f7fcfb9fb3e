package io.conpool.autoconfigure.loadbalancer;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.conpool.endpoint.Endpoint;
import reactor.core.publisher.Mono;

import org.springframework.cloud.client.ServiceInstance;

/**
 * Sees which instances of a service are not listed any more. It looks when requests are
 * sent, at most once a second, so that it needs no thread and ends with its client; where
 * no requests are sent, connections are closed for being idle. Safe for use by several
 * threads.
 */
final class VanishedInstances {

	private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Supplier<Mono<List<ServiceInstance>>> instances;

	private final Consumer<Endpoint> onVanished;

	private final LongSupplier nanoTime;

	private final AtomicBoolean looking = new AtomicBoolean();

	// This and the list are written by whoever looks.
	private volatile long dueNanos;

	private volatile Set<Endpoint> listed = Set.of();

	/**
	 * Makes one that has not looked yet.
	 * @param instances lists those that there are at present
	 * @param onVanished hears of each that was listed and is not any more
	 * @param nanoTime the time
	 */
	VanishedInstances(Supplier<Mono<List<ServiceInstance>>> instances, Consumer<Endpoint> onVanished,
			LongSupplier nanoTime) {
		this.instances = instances;
		this.onVanished = onVanished;
		this.nanoTime = nanoTime;
		this.dueNanos = nanoTime.getAsLong();
	}

	/** Looks, unless somebody is looking or has just looked. */
	void look() {
		long now = this.nanoTime.getAsLong();
		if (now - this.dueNanos < 0 || !this.looking.compareAndSet(false, true)) {
			return;
		}
		this.dueNanos = now + INTERVAL_NANOS;
		// Why there is no list is told where an instance is chosen.
		Mono.defer(this.instances)
			.doOnNext(this::compare)
			.onErrorComplete()
			.doFinally((end) -> this.looking.set(false))
			.subscribe();
	}

	/** Lists are empty, too, when discovery does not answer: that says nothing. */
	private void compare(List<ServiceInstance> present) {
		if (present.isEmpty()) {
			return;
		}
		Set<Endpoint> before = this.listed;
		Set<Endpoint> now = present.stream().map(InstanceRoute::endpoint).collect(Collectors.toUnmodifiableSet());
		this.listed = now;
		before.stream().filter((endpoint) -> !now.contains(endpoint)).forEach(this.onVanished);
	}

}
