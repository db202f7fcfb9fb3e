package io.conpool.micrometer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Tags;

/**
 * The requests to one server that are under way, by method. It is closed only while there
 * are none, so that what began is also counted off. Safe for use by several threads.
 */
final class ActiveRequests {

	private static final long CLOSED = -1;

	// RFC 9110 section 9, RFC 5789, RFC 10008. Others are the application's own, of which
	// there may be any number.
	private static final Set<String> KNOWN = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS",
			"TRACE", "PATCH", "QUERY");

	private static final String OTHER = "_OTHER";

	private final Tags server;

	private final AtomicLong all = new AtomicLong();

	private final ConcurrentMap<String, LongAdder> byMethod = new ConcurrentHashMap<>();

	ActiveRequests(Tags server) {
		this.server = server;
	}

	/** Returns whether it was counted: not if this is closed. */
	boolean begin(String method, Iterable<RegisteredMeters> bound) {
		if (this.all.getAndUpdate((number) -> (number == CLOSED) ? CLOSED : number + 1) == CLOSED) {
			return false;
		}
		String known = known(method);
		LongAdder count = this.byMethod.get(known);
		if (count == null) {
			count = this.byMethod.computeIfAbsent(known, (first) -> new LongAdder());
			for (RegisteredMeters meters : bound) {
				show(known, count, meters);
			}
		}
		count.increment();
		return true;
	}

	void end(String method) {
		LongAdder count = this.byMethod.get(known(method));
		if (count != null) {
			count.decrement();
			this.all.decrementAndGet();
		}
	}

	/** Returns whether it is closed now: not if requests are under way. */
	boolean close() {
		return this.all.compareAndSet(0, CLOSED);
	}

	void showIn(RegisteredMeters meters) {
		this.byMethod.forEach((method, count) -> show(method, count, meters));
	}

	private void show(String method, LongAdder count, RegisteredMeters meters) {
		Tags tags = this.server.and("http.request.method", method);
		meters.registerOnce(tags, OpenTelemetryMeter.ACTIVE_REQUESTS.gauge(tags, count, LongAdder::sum)::register);
	}

	private static String known(String method) {
		return KNOWN.contains(method) ? method : OTHER;
	}

}
