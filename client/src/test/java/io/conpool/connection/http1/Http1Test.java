package io.conpool.connection.http1;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.HttpProtocol;
import io.conpool.call.CallConfig;
import io.conpool.call.CallListener;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.http.StreamedResponse;
import io.conpool.pool.PoolConfig;
import io.conpool.testing.BytePeer;
import io.conpool.transport.TransportConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test in which a client meets a scripted peer that speaks HTTP/1.1 in cleartext.
 */
abstract class Http1Test {

	final List<H2Error> replays = new CopyOnWriteArrayList<>();

	BytePeer peer;

	H2Client client;

	@BeforeEach
	void open() throws Exception {
		this.peer = BytePeer.cleartext();
		this.client = configure(builder()).callListener(new CallListener() {
			@Override
			public void onReplay(Endpoint endpoint, H2Error error) {
				Http1Test.this.replays.add(error);
			}
		}).build();
	}

	@AfterEach
	void close() throws Exception {
		this.client.close();
		this.peer.close();
	}

	static H2ClientBuilder builder() {
		return H2Client.builder()
			.protocol(HttpProtocol.AUTO)
			.call(CallConfig.builder().requestTimeout(Duration.ofSeconds(10)).build())
			.pool(PoolConfig.builder().maxConnections(2).connectRetries(0).drainTimeout(Duration.ofSeconds(2)).build())
			.transport(TransportConfig.builder()
				.eventLoopThreads(1)
				.connectTimeout(Duration.ofSeconds(5))
				.tlsHandshakeTimeout(Duration.ofSeconds(5))
				.build());
	}

	H2ClientBuilder configure(H2ClientBuilder builder) {
		return builder;
	}

	CompletableFuture<H2Response> get() {
		return this.client.sendAsync(H2Request.get(this.peer.uri("/")).build());
	}

	CompletableFuture<StreamedResponse> stream() {
		return this.client.streamAsync(H2Request.get(this.peer.uri("/")).build());
	}

	CompletableFuture<H2Response> post(RequestBody body) {
		return this.client.sendAsync(H2Request.post(this.peer.uri("/"), body).build());
	}

	static <T> T await(CompletableFuture<T> result) throws Exception {
		return result.get(10, TimeUnit.SECONDS);
	}

	/** The error that it ends with. */
	static H2Error error(CompletableFuture<?> result) throws Exception {
		try {
			throw new AssertionError("there is a result: " + result.get(10, TimeUnit.SECONDS));
		}
		catch (ExecutionException ex) {
			H2Error error = H2ClientException.errorIn(ex);
			if (error == null) {
				throw new AssertionError(ex);
			}
			return error;
		}
	}

	/** One request that is answered, so that the connection has served. */
	void serveOne() throws Exception {
		CompletableFuture<H2Response> first = get();
		this.peer.accept().expectRequest();
		this.peer.respond("first");
		assertThat(await(first).bodyAsString()).isEqualTo("first");
	}

	/** The next request goes over the current connection. */
	void assertTheConnectionLives() throws Exception {
		CompletableFuture<H2Response> next = get();
		this.peer.expectRequest();
		this.peer.respond("alive");
		assertThat(await(next).bodyAsString()).isEqualTo("alive");
		assertThat(openStreams()).isZero();
	}

	/** The next request goes over a new connection: the slot was given back. */
	void assertANewConnectionServes() throws Exception {
		CompletableFuture<H2Response> next = get();
		this.peer.accept().expectRequest();
		this.peer.respond("new");
		assertThat(await(next).bodyAsString()).isEqualTo("new");
		assertThat(openStreams()).isZero();
	}

	long openStreams() {
		return this.client.stats().values().stream().mapToLong((stats) -> stats.openStreams()).sum();
	}

}
