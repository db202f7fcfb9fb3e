package io.conpool.connection.http1;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.conpool.H2ClientBuilder;
import io.conpool.HttpProtocolHandler;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * There is no PING in HTTP/1.1.
 */
class Http1PingTests extends Http1Test {

	@Test
	void aPeerThatCannotBeAskedIsNotAndAClosedConnectionFails() throws Exception {
		H2ClientBuilder builder = builder();
		try (HttpProtocolHandler handler = builder.protocolHandler();
				Conpool<HttpConnection> pool = builder.pool(handler, handler.scheduler())) {
			HttpConnection connection = pool.acquire(new Endpoint(Endpoint.Scheme.HTTP, "localhost", this.peer.port()))
				.thenApply((lease) -> {
					lease.release();
					return lease.state();
				})
				.get(10, TimeUnit.SECONDS);
			assertThat(ping(connection)).isCompletedWithValue(Optional.empty());
			handler.close(connection).toCompletableFuture().get(10, TimeUnit.SECONDS);
			assertThat(error(ping(connection))).isInstanceOf(H2Error.NotSent.class);
		}
	}

	private static CompletableFuture<Optional<Duration>> ping(HttpConnection connection) {
		return connection.ping().toCompletableFuture();
	}

}
