package io.conpool.wire;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.call.CallConfig;
import io.conpool.call.CallListener;
import io.conpool.connection.http2.Http2Config;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.pool.PoolConfig;
import io.conpool.testing.FramePeer;
import io.conpool.transport.TransportConfig;

/**
 * A client with the bounds that a test can wait for, and what it is asked in most tests.
 */
final class ClientUnderTest implements AutoCloseable {

	final H2Client client;

	final List<H2Error> replays = new CopyOnWriteArrayList<>();

	ClientUnderTest(H2ClientBuilder builder) {
		this.client = builder.callListener(new CallListener() {
			@Override
			public void onReplay(Endpoint endpoint, H2Error error) {
				ClientUnderTest.this.replays.add(error);
			}
		}).build();
	}

	ClientUnderTest() {
		this(builder());
	}

	static H2ClientBuilder builder() {
		return H2Client.builder()
			.call(CallConfig.builder().requestTimeout(Duration.ofSeconds(10)).build())
			.pool(PoolConfig.builder().connectRetries(0).drainTimeout(Duration.ofSeconds(2)).build())
			.transport(transport().build());
	}

	static TransportConfig.Builder transport() {
		return TransportConfig.builder()
			.eventLoopThreads(1)
			.connectTimeout(Duration.ofSeconds(5))
			.tlsHandshakeTimeout(Duration.ofSeconds(5));
	}

	static Http2Config http2(int maxResponseBodySize, Duration settingsTimeout) {
		return Http2Config.builder()
			.maxHeaderListSize(8 * 1024)
			.maxResponseBodySize(maxResponseBodySize)
			.settingsTimeout(settingsTimeout)
			.build();
	}

	CompletableFuture<H2Response> get(FramePeer peer) {
		return this.client.sendAsync(H2Request.get(peer.uri("/")).build());
	}

	CompletableFuture<H2Response> post(FramePeer peer, byte[] body) {
		return this.client.sendAsync(H2Request.post(peer.uri("/"), RequestBody.bytes(body)).build());
	}

	static H2Response await(CompletableFuture<H2Response> response) throws Exception {
		return response.get(10, TimeUnit.SECONDS);
	}

	/** The error that the call ends with. */
	static H2Error error(CompletableFuture<H2Response> response) throws InterruptedException, TimeoutException {
		try {
			throw new AssertionError("there is a response: " + response.get(10, TimeUnit.SECONDS));
		}
		catch (ExecutionException ex) {
			H2Error error = H2ClientException.errorIn(ex);
			if (error == null) {
				throw new AssertionError(ex);
			}
			return error;
		}
	}

	/** Streams that the pool counts as open, over all endpoints. */
	long openStreams() {
		return this.client.stats().values().stream().mapToLong((stats) -> stats.openStreams()).sum();
	}

	@Override
	public void close() {
		this.client.close();
	}

}
