package io.conpool.connection.http2;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Sends a PING when the peer has sent nothing for the keep-alive interval, which is
 * shortened at random by up to a tenth, so that connections made together do not PING
 * together. Confined to the connection's event loop.
 */
final class KeepAlive {

	private static final double JITTER = 0.1;

	private final ConnectionLoop connection;

	private final Http2Config config;

	private final Scheduler scheduler;

	private final DoubleSupplier random;

	private long interval;

	private long readNanos;

	private Scheduler.@Nullable Task next;

	KeepAlive(ConnectionLoop connection, Http2Config config, Scheduler scheduler, DoubleSupplier random) {
		this.connection = connection;
		this.config = config;
		this.scheduler = scheduler;
		this.random = random;
	}

	/** Begins, if there is an interval. */
	void start() {
		if (!this.config.keepAliveInterval().isZero()) {
			this.readNanos = this.scheduler.nanoTime();
			newInterval();
			checkIn(this.interval);
		}
	}

	/** Something has arrived. */
	void read() {
		if (this.next != null) {
			this.readNanos = this.scheduler.nanoTime();
		}
	}

	private void newInterval() {
		double part = 1 - JITTER * this.random.getAsDouble();
		this.interval = (long) (this.config.keepAliveInterval().toNanos() * part);
	}

	private void checkIn(long nanos) {
		this.next = this.scheduler.schedule(() -> this.connection.onLoop(this::check), Duration.ofNanos(nanos));
	}

	private void check() {
		if (this.next == null) {
			return;
		}
		long silence = this.scheduler.nanoTime() - this.readNanos;
		if (silence < this.interval) {
			checkIn(this.interval - silence);
			return;
		}
		if (this.config.keepAliveWithoutStreams() || this.connection.status().openStreams() > 0) {
			this.connection.pings().sendAnyway();
		}
		newInterval();
		checkIn(this.interval);
	}

	void stop() {
		if (this.next != null) {
			this.next.cancel();
			this.next = null;
		}
	}

}
