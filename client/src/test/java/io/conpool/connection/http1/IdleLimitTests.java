package io.conpool.connection.http1;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.conpool.connection.ConnectionOwner;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.ConnectionState;
import io.conpool.http.ContentReceiver;
import io.conpool.http.ContentSource;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpConnectionListener;
import io.conpool.http.HttpHeaders;
import io.conpool.pool.ConnectionEvents;
import io.conpool.testing.ManualScheduler;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that says how long it keeps idle connections: {@code Keep-Alive: timeout}.
 */
class IdleLimitTests {

	private static final Endpoint ENDPOINT = new Endpoint(Endpoint.Scheme.HTTP, "example.org", 80);

	private static final Duration NANO = Duration.ofNanos(1);

	private final ManualScheduler clock = new ManualScheduler();

	private final CompletableFuture<Http1Connection> ready = new CompletableFuture<>();

	private final CompletableFuture<H2Error> drained = new CompletableFuture<>();

	private final EmbeddedChannel channel = open();

	private EmbeddedChannel open() {
		Http1Config config = Http1Config.defaults();
		HttpConnectionListener listener = new HttpConnectionListener() {
		};
		ConnectionOwner<Http1Connection> owner = new ConnectionOwner<>(this.ready, new Events(), listener, this.clock);
		EmbeddedChannel opened = new EmbeddedChannel();
		Http1ProtocolHandler.addTo(opened.pipeline(), ENDPOINT, config, listener, owner, this.clock);
		return opened;
	}

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
		assertThat(this.clock.pending()).as("timers that keep a closed connection in memory").isZero();
	}

	@Test
	void theConnectionEndsASecondEarlier() {
		exchange("Keep-Alive: timeout=5");
		pass(Duration.ofSeconds(4).minus(NANO));
		assertThat(state()).isEqualTo(ConnectionState.OPEN);
		pass(NANO);
		assertThat(state()).isEqualTo(ConnectionState.CLOSED);
		assertThat(this.drained).isCompletedWithValueMatching((cause) -> cause instanceof H2Error.NotSent);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void itsTimeBeginsAnewWithEveryResponse() {
		exchange("Keep-Alive: timeout=5, max=100");
		pass(Duration.ofSeconds(3));
		exchange("Keep-Alive: timeout=5, max=99");
		pass(Duration.ofSeconds(4).minus(NANO));
		assertThat(state()).isEqualTo(ConnectionState.OPEN);
		pass(NANO);
		assertThat(state()).isEqualTo(ConnectionState.CLOSED);
	}

	@Test
	void aConnectionInUseIsNotIdle() {
		exchange("Keep-Alive: timeout=5");
		pass(Duration.ofSeconds(3));
		CompletableFuture<H2Response> response = request();
		pass(Duration.ofSeconds(10));
		assertThat(state()).isEqualTo(ConnectionState.OPEN);
		respond("Keep-Alive: timeout=5");
		assertThat(response).isCompleted();
		pass(Duration.ofSeconds(4));
		assertThat(state()).isEqualTo(ConnectionState.CLOSED);
	}

	@Test
	void whatIsSaidLastHolds() {
		exchange("Keep-Alive: timeout=60");
		exchange("Keep-Alive: max=1, Timeout=5");
		pass(Duration.ofSeconds(4));
		assertThat(state()).isEqualTo(ConnectionState.CLOSED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "timeout=1", "timeout=0" })
	void aConnectionThatEndsTooSoonServesNoOther(String field) {
		exchange("Keep-Alive: " + field);
		assertThat(state()).isEqualTo(ConnectionState.CLOSED);
		assertThat(this.drained).isDone();
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Other: timeout=5", "Keep-Alive: max=5", "Keep-Alive: timeout=",
			"Keep-Alive: timeout=-5", "Keep-Alive: timeout=soon", "Keep-Alive: timeout=99999999999999999999" })
	void withoutAHintThereIsNoLimit(String field) {
		exchange(field);
		pass(Duration.ofHours(1));
		assertThat(state()).isEqualTo(ConnectionState.OPEN);
		assertThat(this.clock.pending()).isZero();
	}

	private ConnectionState state() {
		return this.ready.join().state();
	}

	private void pass(Duration time) {
		this.clock.advance(time);
		this.channel.runPendingTasks();
	}

	private void exchange(String field) {
		CompletableFuture<H2Response> response = request();
		respond(field);
		assertThat(response).isCompleted();
	}

	private CompletableFuture<H2Response> request() {
		CompletableFuture<H2Response> response = new CompletableFuture<>();
		this.ready.join().exchange(H2Request.get(ENDPOINT + "/").build(), new Caller(response));
		this.channel.runPendingTasks();
		this.channel.releaseOutbound();
		return response;
	}

	private void respond(String field) {
		String response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + field + "\r\n\r\nok";
		this.channel.writeInbound(Unpooled.copiedBuffer(response, StandardCharsets.US_ASCII));
		this.channel.runPendingTasks();
	}

	private record Caller(CompletableFuture<H2Response> response) implements ExchangeObserver {

		@Override
		public void onClosed() {
		}

		@Override
		public Executor executor() {
			return Runnable::run;
		}

		@Override
		public ContentReceiver onHead(int status, HttpHeaders headers, ContentSource source) {
			return null;
		}

		@Override
		public void onResponse(H2Response received) {
			this.response.complete(received);
		}

		@Override
		public void onFailure(H2Error error) {
			this.response.completeExceptionally(error.asException());
		}

	}

	private final class Events implements ConnectionEvents {

		@Override
		public void changed() {
		}

		@Override
		public void retire(String reason) {
		}

		@Override
		public void draining(H2Error cause) {
			IdleLimitTests.this.drained.complete(cause);
		}

		@Override
		public void closed() {
		}

	}

}
