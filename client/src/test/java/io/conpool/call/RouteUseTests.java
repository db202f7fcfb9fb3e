package io.conpool.call;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.StreamedResponse;
import io.conpool.testing.FakeExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A route hears of the beginning and the end of every attempt that it was chosen for.
 */
class RouteUseTests {

	private static final H2Error REFUSED = new H2Error.StreamReset(1, Http2ErrorCode.REFUSED_STREAM);

	private final List<String> told = new ArrayList<>();

	private final CallFixture fixture = new CallFixture()
		.routing((request, failed) -> CompletableFuture.completedFuture(new Told()));

	private final class Told implements Route {

		@Override
		public Endpoint endpoint() {
			return CallFixture.ENDPOINT;
		}

		@Override
		public void onBegin() {
			RouteUseTests.this.told.add("begin");
		}

		@Override
		public void onEnd(int status, @Nullable H2Error error) {
			RouteUseTests.this.told.add(status + " " + ((error != null) ? error.type() : "whole"));
		}

	}

	private FakeExchange exchange() {
		this.fixture.connectsAtOnce().start();
		return this.fixture.exchange().sent();
	}

	private CompletableFuture<Outcome<StreamedResponse>> stream() {
		this.fixture.connectsAtOnce().start();
		this.fixture.exchange().respond(200);
		this.told.clear();
		return Call.streamed(CallFixture.request("GET"), this.fixture.context()).start();
	}

	@Test
	void ofAResponse() {
		FakeExchange exchange = exchange();
		assertThat(this.told).containsExactly("begin");
		exchange.respond(503);
		assertThat(this.told).containsExactly("begin", "503 whole");
	}

	@Test
	void ofAFailureAndOfTheReplayAfterIt() {
		exchange().fail(REFUSED);
		assertThat(this.told).containsExactly("begin", "0 stream_reset", "begin");
		this.fixture.exchange().respond(200);
		assertThat(this.told).containsExactly("begin", "0 stream_reset", "begin", "200 whole");
	}

	@Test
	void ofAFailureAfterTheHead() {
		FakeExchange exchange = exchange();
		exchange.head(200);
		exchange.fail(new H2Error.BodyTooLarge(1));
		assertThat(this.told).containsExactly("begin", "200 body_too_large");
	}

	@Test
	void ofADialThatFailed() {
		this.fixture.start();
		this.fixture.handler.lastDial().fail(new H2Error.TlsHandshakeFailed(CallFixture.ENDPOINT, "no", false, null));
		assertThat(this.told).containsExactly("begin", "0 tls_handshake_failed");
	}

	@Test
	void ofAPoolThatIsClosed() {
		this.fixture.pool.closeAsync();
		this.fixture.start();
		assertThat(this.told).containsExactly("begin", "0 client_closed");
	}

	@Test
	void ofACallThatIsCancelledWhileItWaits() {
		this.fixture.start();
		this.fixture.call().cancel();
		assertThat(this.told).containsExactly("begin", "0 cancelled");
	}

	@Test
	void ofACallThatIsCancelledDuringTheExchange() {
		exchange();
		this.fixture.call().cancel();
		assertThat(this.told).containsExactly("begin", "0 cancelled");
	}

	@Test
	void ofADeadlineThatPasses() {
		exchange();
		this.fixture.scheduler.advance(CallFixture.LIMIT);
		assertThat(this.told).containsExactly("begin", "0 timeout");
	}

	@Test
	void ofAnExchangeThatCannotBegin() {
		this.fixture.start();
		this.fixture.handler.onExchange((exchange) -> {
			throw new IllegalStateException();
		});
		this.fixture.handler.lastDial().succeed();
		assertThat(this.told).containsExactly("begin", "0 connection_lost");
	}

	@Test
	void ofContentThatHasArrived() {
		stream();
		this.fixture.exchange().head(200);
		assertThat(this.told).containsExactly("begin");
		this.fixture.exchange().endContent();
		assertThat(this.told).containsExactly("begin", "200 whole");
	}

	@Test
	void ofContentThatFails() {
		stream();
		this.fixture.exchange().head(200);
		this.fixture.exchange().fail(REFUSED);
		assertThat(this.told).containsExactly("begin", "200 stream_reset");
	}

	@Test
	void ofContentThatIsNotWanted() {
		CompletableFuture<Outcome<StreamedResponse>> outcome = stream();
		this.fixture.exchange().head(200);
		outcome.join().orThrow().close();
		assertThat(this.told).containsExactly("begin", "200 cancelled");
	}

	@Test
	void aRouteThatThrowsChangesNothing() {
		List<Throwable> reported = new ArrayList<>();
		Thread thread = Thread.currentThread();
		thread.setUncaughtExceptionHandler((where, fault) -> reported.add(fault));
		try {
			CallFixture routed = new CallFixture()
				.routing((request, failed) -> CompletableFuture.completedFuture(new ThrowingRoute()));
			routed.connectsAtOnce().start();
			routed.exchange().respond(200);
			assertThat(routed.status()).isEqualTo(200);
		}
		finally {
			thread.setUncaughtExceptionHandler(null);
		}
		assertThat(reported).extracting(Throwable::getMessage).containsExactly("begin", "end");
	}

	private static final class ThrowingRoute implements Route {

		@Override
		public Endpoint endpoint() {
			return CallFixture.ENDPOINT;
		}

		@Override
		public void onBegin() {
			throw new IllegalStateException("begin");
		}

		@Override
		public void onEnd(int status, @Nullable H2Error error) {
			throw new IllegalStateException("end");
		}

	}

}
