package io.conpool.micrometer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import io.conpool.endpoint.Endpoint;
import io.conpool.http.ConnectionState;
import io.conpool.http.Exchange;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.HttpConnection;

/** A connection that can say of itself what meters show, and nothing else. */
final class SomeConnection implements HttpConnection {

	private final Endpoint endpoint;

	private final String protocolVersion;

	private int openStreams;

	SomeConnection(Endpoint endpoint, String protocolVersion) {
		this.endpoint = endpoint;
		this.protocolVersion = protocolVersion;
	}

	void openStreams(int number) {
		this.openStreams = number;
	}

	@Override
	public CompletionStage<Optional<Duration>> ping() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Endpoint endpoint() {
		return this.endpoint;
	}

	@Override
	public String protocolVersion() {
		return this.protocolVersion;
	}

	@Override
	public int openStreams() {
		return this.openStreams;
	}

	@Override
	public ConnectionState state() {
		return ConnectionState.OPEN;
	}

	@Override
	public String remoteAddress() {
		return "192.0.2.1:443";
	}

	@Override
	public String id() {
		return "some";
	}

	@Override
	public Exchange exchange(H2Request request, ExchangeObserver observer) {
		throw new UnsupportedOperationException();
	}

}
