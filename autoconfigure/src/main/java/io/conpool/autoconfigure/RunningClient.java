package io.conpool.autoconfigure;

import java.util.concurrent.CompletionStage;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.HttpProtocolHandler;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;

/**
 * A client that runs, with what it runs on.
 *
 * @param client the client
 * @param pool its connections
 * @param handler what makes them
 */
record RunningClient(H2Client client, Conpool<HttpConnection> pool, HttpProtocolHandler handler) {

	static RunningClient start(H2ClientBuilder builder) {
		HttpProtocolHandler handler = builder.protocolHandler();
		Conpool<HttpConnection> pool = builder.pool(handler, handler.scheduler());
		return new RunningClient(builder.client(pool, handler.scheduler()), pool, handler);
	}

	/**
	 * Refuses new calls, and closes the connections when the calls have ended, at the
	 * latest after the drain timeout.
	 * @return completes then; what depends on it must not block
	 */
	CompletionStage<Void> closeAsync() {
		this.client.close();
		return this.pool.closeAsync().thenRun(this.handler::close);
	}

	/** Closes it and waits for that, not much longer than the drain timeout. */
	void close() {
		this.client.close();
		this.pool.close();
		this.handler.close();
	}

}
