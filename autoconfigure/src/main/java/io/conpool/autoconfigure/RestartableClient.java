package io.conpool.autoconfigure;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolStats;
import io.conpool.transport.TlsConfig;
import org.jspecify.annotations.Nullable;

/**
 * A client that starts at its first use, can be stopped, and starts again at the next use
 * once it may. So whoever has it can keep it. Guarded by {@code lock}.
 */
final class RestartableClient extends DelegatingClient {

	private enum State {

		STARTABLE, STOPPED, CLOSED

	}

	private final String name;

	private final Supplier<H2ClientBuilder> builders;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile State state = State.STARTABLE;

	// A builder of before a stop has the threads of before.
	private final AtomicInteger stops = new AtomicInteger();

	private @Nullable TlsConfig newTls;

	// This and the state are written under the lock; every call reads it without.
	private volatile @Nullable RunningClient running;

	/**
	 * Makes a client that does not run yet.
	 * @param name by which settings that are refused are known
	 * @param builders makes the builder from which it is started, each time anew
	 */
	RestartableClient(String name, Supplier<H2ClientBuilder> builders) {
		this.name = name;
		this.builders = builders;
	}

	/**
	 * Makes a client that runs.
	 * @param name by which settings that are refused are known
	 * @param running what it runs on at first
	 * @param builders makes the builder from which it is started again
	 */
	RestartableClient(String name, RunningClient running, Supplier<H2ClientBuilder> builders) {
		this(name, builders);
		this.running = running;
	}

	@Override
	H2Client delegate() {
		RunningClient present = this.running;
		return (present != null) ? present.client() : start().client();
	}

	/** Starts it if it does not run; fails if it may not. */
	RunningClient start() {
		while (true) {
			int stopsBefore = this.stops.get();
			requireStartable();
			// Beans are asked for it: not under the lock.
			H2ClientBuilder builder = ClientSettings.naming(this.name, this.builders);
			this.lock.lock();
			try {
				if (this.running != null) {
					return this.running;
				}
				requireStartable();
				if (this.stops.get() == stopsBefore) {
					this.running = start(builder);
					return this.running;
				}
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private void requireStartable() {
		if (this.state != State.STARTABLE) {
			throw new H2Error.ClientClosed().asException();
		}
	}

	private RunningClient start(H2ClientBuilder builder) {
		RunningClient started = ClientSettings.naming(this.name, () -> RunningClient.start(builder));
		if (this.newTls != null) {
			started.handler().updateTls(this.newTls);
		}
		return started;
	}

	/** Its connections, or null if it does not run. */
	@Nullable Conpool<HttpConnection> pool() {
		RunningClient present = this.running;
		return (present != null) ? present.pool() : null;
	}

	/** Nothing is started for numbers. */
	@Override
	public Map<Endpoint, PoolStats> stats() {
		Conpool<HttpConnection> pool = pool();
		return (pool != null) ? pool.allStats() : Map.of();
	}

	/** Configures TLS anew, of what runs and of what will be started. */
	void updateTls(TlsConfig tls) {
		this.lock.lock();
		try {
			RunningClient present = this.running;
			if (present != null) {
				present.handler().updateTls(tls);
			}
			this.newTls = tls;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Refuses calls from now on.
	 * @return what has run until now, to be closed
	 */
	Optional<RunningClient> stop() {
		return end(State.STOPPED);
	}

	/** The next call starts it again. */
	void permitStart() {
		this.lock.lock();
		try {
			if (this.state == State.STOPPED) {
				this.state = State.STARTABLE;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private Optional<RunningClient> end(State next) {
		this.lock.lock();
		try {
			if (this.state != State.CLOSED) {
				this.state = next;
			}
			this.stops.incrementAndGet();
			RunningClient ended = this.running;
			this.running = null;
			return Optional.ofNullable(ended);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** As {@link #stop}, and for good. */
	Optional<RunningClient> end() {
		return end(State.CLOSED);
	}

	@Override
	public void close() {
		end().ifPresent(RunningClient::close);
	}

}
