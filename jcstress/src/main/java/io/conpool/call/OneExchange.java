package io.conpool.call;

import java.util.concurrent.atomic.AtomicBoolean;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.ConnectionState;
import io.conpool.http.Exchange;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpConnection;
import io.conpool.http.HttpHeaders;
import io.conpool.jcstress.SmallPool;

/**
 * A connection for one exchange, which ends once: by a response or when it is cancelled.
 */
final class OneExchange implements HttpConnection, Exchange {

	static final H2Request REQUEST = H2Request.get(SmallPool.ENDPOINT + "/").build();

	private static final H2Response RESPONSE = new H2Response(200, HttpHeaders.empty(), new byte[0],
			HttpHeaders.empty(), REQUEST.uri());

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile ExchangeObserver observer;

	@Override
	public Exchange exchange(H2Request request, ExchangeObserver told) {
		this.observer = told;
		return this;
	}

	@Override
	public Endpoint endpoint() {
		return SmallPool.ENDPOINT;
	}

	@Override
	public String protocolVersion() {
		return "2";
	}

	@Override
	public ConnectionState state() {
		return ConnectionState.OPEN;
	}

	@Override
	public int openStreams() {
		return 1;
	}

	@Override
	public String remoteAddress() {
		return "none";
	}

	@Override
	public String id() {
		return "0";
	}

	void respond() {
		if (this.ended.compareAndSet(false, true)) {
			this.observer.onClosed();
			this.observer.onResponse(RESPONSE);
		}
	}

	@Override
	public void cancel(H2Error reason) {
		if (this.ended.compareAndSet(false, true)) {
			this.observer.onClosed();
			this.observer.onFailure(reason);
		}
	}

}
