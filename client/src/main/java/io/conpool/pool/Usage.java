package io.conpool.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;

/**
 * Whether an endpoint is in use, how many connections are kept up for it though nobody
 * waits, and who wants to hear that they stand. Guarded by the lock of its
 * {@link EndpointPool}.
 */
final class Usage {

	private final PoolConfig config;

	private final Effects effects;

	private final List<CompletableFuture<Void>> warmUps = new ArrayList<>();

	private long lastNanos;

	private boolean kept;

	private boolean warm;

	Usage(PoolConfig config, Effects effects, long nowNanos) {
		this.config = config;
		this.effects = effects;
		this.lastNanos = nowNanos;
	}

	void used(long nowNanos) {
		this.lastNanos = nowNanos;
		this.kept = true;
	}

	/** As if nobody had used it for so long that it can be forgotten. */
	void over(long nowNanos) {
		this.lastNanos = nowNanos - this.config.endpointIdleTime().toNanos();
		this.kept = false;
		this.warm = false;
	}

	/** From now on the endpoint is kept, used or not. */
	void warmUp(CompletableFuture<Void> warmed) {
		this.warm = true;
		this.warmUps.add(warmed);
	}

	/** Nobody has used it for so long that its connections would be idle. */
	boolean isQuiet(long nowNanos) {
		return nowNanos - this.lastNanos >= this.config.idleTime().toNanos();
	}

	boolean isForgettable(long nowNanos) {
		return !this.warm && isUnused(nowNanos);
	}

	private boolean isUnused(long nowNanos) {
		return nowNanos - this.lastNanos >= this.config.endpointIdleTime().toNanos();
	}

	/** To be called now and then. */
	void look(long nowNanos) {
		if (isUnused(nowNanos)) {
			this.kept = false;
		}
	}

	/** How many connections are to stand, whatever the load. */
	int minimum() {
		int kept = (this.kept || this.warm) ? this.config.minConnections() : 0;
		return this.warmUps.isEmpty() ? kept : Math.max(1, kept);
	}

	void standing(int connections) {
		if (!this.warmUps.isEmpty() && connections >= minimum()) {
			List<CompletableFuture<Void>> done = List.copyOf(this.warmUps);
			this.warmUps.clear();
			this.effects.add(() -> done.forEach((warmed) -> warmed.complete(null)));
		}
	}

	void failed(H2Error error) {
		if (!this.warmUps.isEmpty()) {
			List<CompletableFuture<Void>> failed = List.copyOf(this.warmUps);
			this.warmUps.clear();
			this.effects.add(() -> failed.forEach((warmed) -> warmed.completeExceptionally(error.asException())));
		}
	}

}
