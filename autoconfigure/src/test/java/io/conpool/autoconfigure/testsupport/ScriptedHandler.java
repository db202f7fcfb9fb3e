package io.conpool.autoconfigure.testsupport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.conpool.endpoint.Endpoint;
import io.conpool.pool.AccessMode;
import io.conpool.pool.ConnectionEvents;
import io.conpool.pool.ProtocolHandler;

/**
 * A handler whose dials end as the test says.
 *
 * @param <S> the state of one connection
 */
public final class ScriptedHandler<S> implements ProtocolHandler<S> {

	private final Function<Endpoint, CompletionStage<S>> dial;

	public ScriptedHandler(Function<Endpoint, CompletionStage<S>> dial) {
		this.dial = dial;
	}

	@Override
	public CompletionStage<S> connect(Endpoint endpoint, ConnectionEvents events) {
		return this.dial.apply(endpoint);
	}

	@Override
	public AccessMode accessMode(S state) {
		return new AccessMode.Exclusive();
	}

	@Override
	public AccessMode assumedAccessMode(Endpoint endpoint) {
		return new AccessMode.Exclusive();
	}

	@Override
	public boolean isHealthy(S state) {
		return true;
	}

	@Override
	public CompletionStage<Void> close(S state) {
		return CompletableFuture.completedFuture(null);
	}

}
