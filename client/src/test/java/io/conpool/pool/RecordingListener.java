package io.conpool.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;

/**
 * Writes down in words what it hears. Confined to one thread.
 */
final class RecordingListener implements PoolListener {

	private final List<String> events = new ArrayList<>();

	List<String> events() {
		return this.events;
	}

	/** The events that begin with a word, without it. */
	List<String> events(String word) {
		return this.events.stream()
			.filter((event) -> event.startsWith(word))
			.map((event) -> event.substring(word.length()).trim())
			.toList();
	}

	@Override
	public void onEndpointAdded(Endpoint endpoint, Supplier<PoolStats> stats) {
		this.events.add("added " + endpoint);
	}

	@Override
	public void onEndpointForgotten(Endpoint endpoint) {
		this.events.add("forgotten " + endpoint);
	}

	@Override
	public void onConnectionCreated(Endpoint endpoint, Duration took) {
		this.events.add("created " + took.toMillis());
	}

	@Override
	public void onConnectFailed(Endpoint endpoint, H2Error error) {
		this.events.add("connect-failed " + error.type());
	}

	@Override
	public void onConnectionClosed(Endpoint endpoint, CloseReason reason, Duration age) {
		this.events.add("closed " + reason + " " + age.toMillis());
	}

	@Override
	public void onAcquired(Endpoint endpoint, Duration waited, boolean reused) {
		this.events.add("acquired " + waited.toMillis() + (reused ? " reused" : ""));
	}

	@Override
	public void onAcquireFailed(Endpoint endpoint, H2Error error) {
		this.events.add("acquire-failed " + error.type());
	}

}
