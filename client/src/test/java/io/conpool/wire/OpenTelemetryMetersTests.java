package io.conpool.wire;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.StreamedResponse;
import io.conpool.micrometer.OpenTelemetryMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client on the wire shows by OpenTelemetry's names.
 */
class OpenTelemetryMetersTests extends WireTest {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Override
	ClientUnderTest newClient() {
		OpenTelemetryMetrics metrics = new OpenTelemetryMetrics("wire");
		metrics.bindTo(this.registry);
		return new ClientUnderTest(
				ClientUnderTest.builder().poolListener(metrics).connectionListener(metrics).callListener(metrics));
	}

	@Test
	void aRequestAndItsConnectionAreActiveUntilTheResponse() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		assertThat(gauge("http.client.active_requests", "http.request.method", "GET")).isEqualTo(1);
		assertThat(gauge("http.client.open_connections", "http.connection.state", "active")).isEqualTo(1);
		this.peer.respond(id, "hello");
		ClientUnderTest.await(response);
		assertThat(gauge("http.client.active_requests", "http.request.method", "GET")).isZero();
		assertThat(gauge("http.client.open_connections", "http.connection.state", "active")).isZero();
		assertThat(gauge("http.client.open_connections", "http.connection.state", "idle")).isEqualTo(1);
	}

	@Test
	void aStreamedRequestIsActiveUntilItsContentHasArrived() throws Exception {
		CompletableFuture<StreamedResponse> response = this.client.client
			.streamAsync(H2Request.get(this.peer.uri("/")).build());
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200");
		CompletableFuture<Long> read = response.get(10, TimeUnit.SECONDS).body().discard();
		assertThat(gauge("http.client.active_requests", "http.request.method", "GET")).isEqualTo(1);
		this.peer.data(id, "all", true);
		read.get(10, TimeUnit.SECONDS);
		assertThat(gauge("http.client.active_requests", "http.request.method", "GET")).isZero();
	}

	@Test
	void nothingIsLeftWhenTheClientIsClosed() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().respond(this.peer.expectRequest(), "hello");
		ClientUnderTest.await(response);
		this.client.close();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	private double gauge(String name, String key, String value) {
		return this.registry.get(name).tag(key, value).gauge().value();
	}

}
